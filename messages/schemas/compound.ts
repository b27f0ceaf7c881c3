import { z } from 'zod';
import { limits } from '../limits';
import { label, optionalLabel, prose } from './plain-text';
import { locationSchema } from './location';

const { id, attachments } = limits.compound;

export const compoundSchema = z.object({
	kind: z.literal('compound'),
	text: prose(limits.text),
	attachments: z.array(label(id)).min(1).max(attachments).optional(),
	contactId: optionalLabel(id),
	location: locationSchema.pick({ latitude: true, longitude: true, name: true }).optional(),
});
