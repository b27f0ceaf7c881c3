import type { WaCrResource } from '../routing/wa-cr-operation';
import { account } from './account';
import { comment } from './comment';
import { contact } from './contact';
import { group } from './group';
import { message } from './message';
import { otp } from './otp';
import { source } from './source';
import { status } from './status';
import { template } from './template';

/** By the alphabet of their names. */
export const resources: readonly WaCrResource[] = [
	account,
	comment,
	contact,
	group,
	message,
	source,
	status,
	template,
	otp,
];
