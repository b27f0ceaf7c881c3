/** ms on the machine's monotonic clock: the same one in every process of this machine. */
export const monotonicMs = (): number => Number(process.hrtime.bigint()) / 1e6;

/** CPU time this process has used so far in all its threads, ms. */
export function cpuMs(): number {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1_000;
}

/** Leaves the garbage of what came before to whoever made it. */
export function collectGarbage(): void {
	(globalThis as { gc?: () => void }).gc?.();
}
