import type { VerifyResource } from '../../open-verifications';
import { cancel } from './cancel.operation';
import { check } from './check.operation';
import { getStatus } from './get-status.operation';
import { resend } from './resend.operation';
import { send } from './send.operation';

export const code: VerifyResource = {
	resource: { value: 'code', name: 'Code', description: 'A code we send and the person types in' },
	defaultOperation: 'send',
	operations: [send, check, resend, getStatus, cancel],
};
