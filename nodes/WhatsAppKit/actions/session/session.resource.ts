import type { ResourceModule } from '../../../shared/operation';
import { getLimits } from './get-limits.operation';
import { getStatus } from './get-status.operation';
import { link } from './link.operation';
import { logout } from './logout.operation';

export const session: ResourceModule = {
	resource: { value: 'session', name: 'Session', description: 'The link between n8n and the phone' },
	defaultOperation: 'link',
	operations: [link, getStatus, getLimits, logout],
};
