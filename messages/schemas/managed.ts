import { z } from 'zod';
import { limits } from '../limits';
import { label, optionalLabel, optionalProse } from './plain-text';

const { list, interactive } = limits;

/** Longest words of a gateway's own: names of templates, languages, purposes, codes. */
const NAME = 255;

/** Verifications check their fields by name before; here only what would never be shown. */
export const managedCodeSchema = z.object({
	kind: z.literal('managedCode'),
	code: optionalLabel(NAME),
	language: optionalLabel(NAME),
	footer: optionalLabel(NAME),
	template: optionalLabel(NAME),
	expiryMinutes: z.int().min(1).max(60).optional(),
	purpose: optionalLabel(NAME),
	parameters: z.array(z.string()).optional(),
});

export const managedApprovalSchema = z.object({
	kind: z.literal('managedApproval'),
	title: label(interactive.body),
	approveText: label(list.rowTitle),
	rejectText: label(list.rowTitle),
	buttonText: optionalLabel(list.buttonText),
	description: optionalProse(interactive.body),
	footer: optionalLabel(interactive.footer),
});
