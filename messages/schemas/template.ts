import { z } from 'zod';
import { limits } from '../limits';
import { repeatedAt } from './distinct';
import { entries } from './entries';
import { linkedMediaSchema } from './linked-media';
import { mediaSchema } from './media';
import { label, numeric } from './plain-text';

const { name, language, parameters, parameter, header, buttons, button } = limits.template;

/** What is filled into a template: WhatsApp refuses what would change its shape. */
function filling(max: number) {
	return label(max).refine((text) => !/[\r\n\t]| {5}/u.test(text), {
		message:
			'has a line break, a tab or more than four spaces in a row, which WhatsApp refuses in a template',
	});
}

const headerSchema = z.discriminatedUnion(
	'type',
	[
		z.object({ type: z.literal('text'), text: filling(header) }),
		z.object({ type: z.literal('link'), link: linkedMediaSchema }),
		z.object({ type: z.literal('file'), file: mediaSchema }),
	],
	{ error: 'must be "text", "link" or "file"' },
);

const buttonSchema = z.object({
	index: numeric(
		z
			.number()
			.int()
			.min(0)
			.max(buttons - 1),
	),
	text: filling(button),
});

export const templateSchema = z
	.object({
		kind: z.literal('template'),
		name: label(name),
		language: label(language),
		parameters: entries(filling(parameter), { min: 0, max: parameters }).default([]),
		header: headerSchema.optional(),
		buttons: entries(buttonSchema, { min: 0, max: buttons }).optional(),
	})
	.superRefine(
		(template, ctx) => {
			if (!Array.isArray(template?.buttons)) return;
			for (const repeat of repeatedAt(template.buttons.map((one) => String(one?.index)))) {
				ctx.addIssue({
					code: 'custom',
					path: ['buttons', repeat.index, 'index'],
					message: `is the same as buttons[${repeat.firstIndex}].index`,
				});
			}
		},
		// Also when a field is wrong by itself: all faults are told at once.
		{ when: () => true },
	);

export type RawTemplate = z.output<typeof templateSchema>;
