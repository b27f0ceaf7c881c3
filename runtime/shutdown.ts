/**
 * Calls back when n8n was asked to end. Only where somebody else listens for it as well: the first listener of
 * a signal takes away Node's own answer, which is to end the process.
 */
export function whenAskedToEnd(listener: () => void): void {
	for (const signal of ['SIGTERM', 'SIGINT'] as const) {
		if (process.listenerCount(signal) > 0) process.once(signal, listener);
	}
}
