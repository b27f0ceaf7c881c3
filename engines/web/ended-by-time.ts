/** True when a signal was aborted by a time limit and not by a person. Asks for the name: realms differ in classes. */
export function endedByTime(reason: unknown): boolean {
	return nameOf(reason) === 'TimeoutError';
}

export function endedByAbort(reason: unknown): boolean {
	return nameOf(reason) === 'AbortError';
}

function nameOf(value: unknown): unknown {
	return typeof value === 'object' && value !== null ? (value as { name?: unknown }).name : undefined;
}
