import { z } from 'zod';
import { deletableTargetSchema } from './message-reference';

export const deleteSchema = z.object({
	kind: z.literal('delete'),
	target: deletableTargetSchema,
});
