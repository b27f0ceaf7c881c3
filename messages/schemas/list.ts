import { z } from 'zod';
import { limits } from '../limits';
import { repeatedAt } from './distinct';
import { entries } from './entries';
import { label, optionalLabel, optionalProse, prose } from './plain-text';

const { buttonText, sections, sectionTitle, rows, rowTitle, rowDescription } = limits.list;
const { body, header, footer } = limits.interactive;

const rowSchema = z.object({
	/** What the workflow gets back; made from the title when not given. */
	id: optionalLabel(limits.choiceId),
	title: label(rowTitle),
	description: optionalLabel(rowDescription),
});

const sectionSchema = z.object({
	title: optionalLabel(sectionTitle),
	rows: z.array(rowSchema).min(1),
});

type RawSection = z.output<typeof sectionSchema>;

export const listSchema = z
	.object({
		kind: z.literal('list'),
		body: prose(body),
		buttonText: label(buttonText),
		header: optionalLabel(header),
		footer: optionalProse(footer),
		sections: entries(sectionSchema, { min: 1, max: sections }),
	})
	.superRefine(
		(list, ctx) => {
			if (!Array.isArray(list?.sections)) return;
			for (const fault of sectionFaults(list.sections)) {
				ctx.addIssue({ code: 'custom', path: ['sections', ...fault.path], message: fault.message });
			}
		},
		// Also when a field is wrong by itself: all faults are told at once. So parts may be missing here.
		{ when: () => true },
	);

interface SectionFault {
	readonly path: readonly (string | number)[];
	readonly message: string;
}

function* sectionFaults(all: readonly (RawSection | undefined)[]): Generator<SectionFault> {
	const places = all.flatMap((section, s) =>
		(Array.isArray(section?.rows) ? section.rows : []).map((row, r) => ({ row, s, r })),
	);
	if (places.length > rows) {
		yield {
			path: [],
			message: `have ${places.length} rows in total, the limit is ${rows} over all sections together`,
		};
	}
	if (all.length > 1) {
		for (const [s, section] of all.entries()) {
			if (section?.title === undefined) {
				yield {
					path: [s, 'title'],
					message: 'is empty; it is needed as soon as there is more than one section',
				};
			}
		}
	}
	for (const { index, firstIndex } of repeatedAt(places.map(({ row }) => row?.id))) {
		const [here, first] = [places[index], places[firstIndex]];
		if (!here || !first) continue;
		yield {
			path: [here.s, 'rows', here.r, 'id'],
			message: `is the same as sections[${first.s}].rows[${first.r}].id; the answers could not be told apart`,
		};
	}
}
