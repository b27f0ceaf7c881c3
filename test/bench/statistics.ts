/** Middle value; of an even number of values the mean of the two in the middle. */
export function median(values: readonly number[]): number {
	return quantile(values, 0.5);
}

/** `share` from 0 to 1. NaN when there are no values. */
export function quantile(values: readonly number[], share: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	const position = (sorted.length - 1) * share;
	const [below, above] = [sorted[Math.floor(position)], sorted[Math.ceil(position)]];
	if (below === undefined || above === undefined) return Number.NaN;
	return below + (above - below) * (position - Math.floor(position));
}

export interface Spread {
	readonly median: number;
	readonly min: number;
	readonly max: number;
	/** Rounds it was measured in. */
	readonly rounds: number;
}

export function spreadOf(values: readonly number[]): Spread {
	return {
		median: median(values),
		min: Math.min(...values),
		max: Math.max(...values),
		rounds: values.length,
	};
}
