import { z } from 'zod';

/**
 * A list of `min` to `max` entries. Not zod's own `max`: that one leaves the entries of a list that is too long
 * unread, and people would learn of their other faults only after shortening it.
 */
export function entries<Schema extends z.ZodType>(
	schema: Schema,
	range: { readonly min: number; readonly max: number },
) {
	return z
		.array(schema)
		.min(range.min)
		.refine((list) => !Array.isArray(list) || list.length <= range.max, {
			error: ({ input }) => `has ${(input as readonly unknown[]).length} entries, the limit is ${range.max}`,
			// Also beside faults of its entries, and even when it is no list at all.
			when: () => true,
		});
}
