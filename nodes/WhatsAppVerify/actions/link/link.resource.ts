import type { VerifyResource } from '../../open-verifications';
import { cancel } from './cancel.operation';
import { create } from './create.operation';
import { getStatus } from './get-status.operation';

export const link: VerifyResource = {
	resource: { value: 'link', name: 'Link', description: 'A code the person sends us by tapping a link' },
	defaultOperation: 'create',
	operations: [create, getStatus, cancel],
};
