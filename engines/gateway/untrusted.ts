/** Members of something a gateway sent, whatever it turns out to be. */
export function membersOf(value: unknown): Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
		? (value as Record<string, unknown>)
		: {};
}

/** A member further inside: `at(body, 'data', 'key', 'id')`. */
export function at(value: unknown, ...path: readonly string[]): unknown {
	return path.reduce<unknown>((inner, name) => {
		const members = membersOf(inner);
		return Object.hasOwn(members, name) ? members[name] : undefined;
	}, value);
}

/** A text that is not empty, or a number written as one. */
export function textOf(value: unknown): string | undefined {
	if (typeof value === 'number' && Number.isFinite(value)) return String(value);
	return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Epoch ms from seconds, milliseconds or an ISO text; undefined when it is no time of this century. */
export function timeOf(value: unknown): number | undefined {
	const number = typeof value === 'string' && /^\d{10,13}$/u.test(value) ? Number(value) : value;
	const ms =
		typeof number === 'number'
			? number < 100_000_000_000
				? number * 1_000
				: number
			: typeof number === 'string'
				? Date.parse(number)
				: Number.NaN;
	return ms >= EARLIEST && ms < LATEST ? Math.round(ms) : undefined;
}

const EARLIEST = Date.UTC(2009, 0);
const LATEST = Date.UTC(2100, 0);
