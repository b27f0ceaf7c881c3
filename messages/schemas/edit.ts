import { z } from 'zod';
import { limits } from '../limits';
import { ownTargetSchema } from './message-reference';
import { prose } from './plain-text';

export const editSchema = z.object({
	kind: z.literal('edit'),
	text: prose(limits.text),
	target: ownTargetSchema,
});
