import { z } from 'zod';
import { limits } from '../limits';
import { repeatedAt } from './distinct';
import { entries } from './entries';
import { label, optionalLabel, optionalProse, prose } from './plain-text';

const { min, max, title } = limits.buttons;
const { body, header, footer } = limits.interactive;

export const buttonsSchema = z
	.object({
		kind: z.literal('buttons'),
		body: prose(body),
		header: optionalLabel(header),
		footer: optionalProse(footer),
		buttons: entries(
			z.object({
				/** What the workflow gets back; made from the title when not given. */
				id: optionalLabel(limits.choiceId),
				title: label(title),
			}),
			{ min, max },
		),
	})
	.superRefine(
		(message, ctx) => {
			if (!Array.isArray(message?.buttons)) return;
			const repeated = (field: 'id' | 'title', why: string) => {
				for (const repeat of repeatedAt(message.buttons.map((button) => button?.[field]))) {
					ctx.addIssue({
						code: 'custom',
						path: ['buttons', repeat.index, field],
						message: `is the same as buttons[${repeat.firstIndex}].${field}; ${why}`,
					});
				}
			};
			repeated('id', 'the answers could not be told apart');
			repeated('title', 'WhatsApp wants different titles on the buttons of a message');
		},
		// Also when a field is wrong by itself: all faults are told at once.
		{ when: () => true },
	);
