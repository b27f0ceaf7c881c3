import { z } from 'zod';
import { targetSchema } from './message-reference';
import { isOneEmoji } from './one-emoji';

export const reactionSchema = z.object({
	kind: z.literal('reaction'),
	emoji: z
		.string()
		.trim()
		.refine((text) => text === '' || isOneEmoji(text), {
			message: 'must be exactly one emoji, or empty to take the reaction back',
		}),
	target: targetSchema,
});
