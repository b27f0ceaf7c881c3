export interface Repeat {
	readonly index: number;
	/** Where the same text stood before. */
	readonly firstIndex: number;
}

/** Texts that already stood earlier in the list. Anything that is not a text (absent, wrong type) is passed over. */
export function repeatedAt(values: readonly unknown[]): Repeat[] {
	const seen = new Map<string, number>();
	const repeats: Repeat[] = [];
	values.forEach((value, index) => {
		if (typeof value !== 'string') return;
		const firstIndex = seen.get(value);
		if (firstIndex === undefined) seen.set(value, index);
		else repeats.push({ index, firstIndex });
	});
	return repeats;
}
