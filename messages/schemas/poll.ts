import { z } from 'zod';
import { limits } from '../limits';
import { repeatedAt } from './distinct';
import { entries } from './entries';
import { label, numeric } from './plain-text';

const { question, minOptions, maxOptions, option } = limits.poll;

export const pollSchema = z
	.object({
		kind: z.literal('poll'),
		question: label(question),
		options: entries(label(option), { min: minOptions, max: maxOptions }),
		/** 1 = single choice (default), 0 = any number of them. */
		selectableCount: numeric(z.number().int().min(0).max(maxOptions)).default(1),
	})
	.superRefine(
		(poll, ctx) => {
			if (!Array.isArray(poll?.options)) return;
			for (const repeat of repeatedAt(poll.options)) {
				ctx.addIssue({
					code: 'custom',
					path: ['options', repeat.index],
					message: `is the same as options[${repeat.firstIndex}]; WhatsApp tells votes apart by the text`,
				});
			}
			const most = poll.options.length;
			if (poll.selectableCount > most && most >= minOptions) {
				ctx.addIssue({
					code: 'custom',
					path: ['selectableCount'],
					message: `is ${poll.selectableCount}, but there are only ${most} options`,
				});
			}
		},
		// Also when a field is wrong by itself: all faults are told at once.
		{ when: () => true },
	);
