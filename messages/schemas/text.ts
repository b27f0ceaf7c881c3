import { z } from 'zod';
import { limits } from '../limits';
import { prose } from './plain-text';

export const textSchema = z.object({
	kind: z.literal('text'),
	text: prose(limits.text),
});
