import { z } from 'zod';
import { limits } from '../limits';
import { label, optionalLabel } from './plain-text';

const messageId = label(limits.messageId).refine((id) => !/\s/u.test(id), {
	message: 'has white space inside',
});
const participant = optionalLabel(limits.messageId);

/** A message that exists already. Somebody else's unless said otherwise. */
export const targetSchema = z.object({
	messageId,
	fromMe: z.boolean().default(false),
	participant,
});

/** As `targetSchema` for what only works on our own messages. */
export const ownTargetSchema = z.object({
	messageId,
	fromMe: z
		.boolean()
		.default(true)
		.refine((own) => own, { message: 'must be true: WhatsApp lets people edit their own messages only' }),
	participant,
});

/** As `targetSchema`, ours unless said otherwise. Group admins may delete messages of others. */
export const deletableTargetSchema = z.object({
	messageId,
	fromMe: z.boolean().default(true),
	participant,
});
