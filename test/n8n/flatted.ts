/**
 * Reads the format n8n answers execution data in: a JSON array in which every string inside an object or
 * array is the place of the real value, so that shared and circular parts are written once.
 */
export function parseFlatted(text: string): unknown {
	const table = JSON.parse(text) as unknown[];
	const made = new Map<number, unknown>();
	const valueAt = (place: number): unknown => {
		const written = table[place];
		if (written === null || typeof written !== 'object') return written;
		if (made.has(place)) return made.get(place);
		const value: Record<string, unknown> | unknown[] = Array.isArray(written) ? [] : {};
		made.set(place, value);
		for (const [key, entry] of Object.entries(written)) {
			(value as Record<string, unknown>)[key] = typeof entry === 'string' ? valueAt(Number(entry)) : entry;
		}
		return value;
	};
	return valueAt(0);
}
