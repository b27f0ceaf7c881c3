import type { ResourceModule } from '../../../shared/operation';
import { get } from './get.operation';
import { getMany } from './get-many.operation';
import { getParticipants } from './get-participants.operation';

export const group: ResourceModule = {
	resource: { value: 'group', name: 'Group', description: 'Groups the number is a member of' },
	defaultOperation: 'getMany',
	operations: [getMany, get, getParticipants],
};
