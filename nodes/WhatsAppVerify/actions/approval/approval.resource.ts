import type { VerifyResource } from '../../open-verifications';
import { cancel } from './cancel.operation';
import { getStatus } from './get-status.operation';
import { send } from './send.operation';
import { sendAndWait } from './send-and-wait.operation';

export const approval: VerifyResource = {
	resource: { value: 'approval', name: 'Approval', description: 'A question the person answers in the chat' },
	defaultOperation: 'send',
	operations: [send, sendAndWait, getStatus, cancel],
};
