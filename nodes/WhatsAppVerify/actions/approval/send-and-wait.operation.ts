import { fallAsleep, sleeperOf } from '../../../shared/send-and-wait/fall-asleep';
import { readLongText } from '../../../shared/send-and-wait/long-text';
import { SEND_AND_WAIT } from '../../../shared/send-and-wait/resume-webhook';
import { isManaged } from '../../managed-by';
import type { VerifyOperation } from '../../open-verifications';
import { approvalFields, messageField, readApproval } from './approval-fields';

/** What stands below the title of an approval, characters. */
const LONGEST = 500;

export const sendAndWait: VerifyOperation = {
	operation: {
		value: SEND_AND_WAIT,
		name: 'Send and Wait',
		action: 'Send an approval and wait for the answer',
		description: 'Ask a person to approve or reject something, and go on when they have answered',
	},

	fields: () => approvalFields([messageField()]),

	async execute(context) {
		const sleeper = sleeperOf(context);
		const { lead, text } = readLongText(context.parameters, 'message', LONGEST);
		const { fields, ...approval } = readApproval(context);
		const described = text === '' ? fields : { ...fields, description: text };
		const asked = {
			approval: { ...approval, fields: described },
			sleeper,
			lead,
			...(isManaged(context.parameters) && { keptBy: 'gateway' as const }),
		};
		const { wait } = await context.waits.askApproval(asked);
		return await fallAsleep(context, wait);
	},
};
