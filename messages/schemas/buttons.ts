import { z } from 'zod';
import { limits } from '../limits';
import { repeatedAt } from './distinct';
import { entries } from './entries';
import { phoneField } from './contact';
import { linkedImageSchema, webUrl } from './linked-media';
import { label, optionalLabel, optionalProse, prose } from './plain-text';

const { min, max, title } = limits.buttons;
const { body, header, footer } = limits.interactive;

const buttonSchema = z.discriminatedUnion(
	'type',
	[
		z.object({
			type: z.literal('reply').optional(),
			/** What the workflow gets back; made from the title when not given. */
			id: optionalLabel(limits.choiceId),
			title: label(title),
		}),
		z.object({ type: z.literal('url'), title: label(title), url: webUrl }),
		z.object({ type: z.literal('call'), title: label(title), phone: phoneField }),
	],
	{ error: 'must be "reply", "url" or "call"' },
);

export const buttonsSchema = z
	.object({
		kind: z.literal('buttons'),
		body: prose(body),
		header: optionalLabel(header),
		footer: optionalProse(footer),
		image: linkedImageSchema.optional(),
		buttons: entries(buttonSchema, { min, max }),
	})
	.superRefine(
		(message, ctx) => {
			if (!Array.isArray(message?.buttons)) return;
			const repeated = (field: 'id' | 'title', why: string) => {
				const values = message.buttons.map((button) => (button as Partial<Record<string, unknown>>)?.[field]);
				for (const repeat of repeatedAt(values)) {
					ctx.addIssue({
						code: 'custom',
						path: ['buttons', repeat.index, field],
						message: `is the same as buttons[${repeat.firstIndex}].${field}; ${why}`,
					});
				}
			};
			for (const type of ['url', 'call'] as const) {
				const count = message.buttons.filter((button) => button?.type === type).length;
				if (count <= limits.buttons[type]) continue;
				ctx.addIssue({
					code: 'custom',
					path: ['buttons'],
					message: `have ${count} of the type "${type}", the limit is ${limits.buttons[type]}`,
				});
			}
			repeated('id', 'the answers could not be told apart');
			repeated('title', 'WhatsApp wants different titles on the buttons of a message');
		},
		// Also when a field is wrong by itself: all faults are told at once.
		{ when: () => true },
	);
