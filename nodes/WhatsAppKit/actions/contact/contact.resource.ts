import type { ResourceModule } from '../../../shared/operation';
import { checkNumber } from './check-number.operation';
import { getProfilePicture } from './get-profile-picture.operation';

export const contact: ResourceModule = {
	resource: { value: 'contact', name: 'Contact', description: 'Who is behind a number' },
	defaultOperation: 'checkNumber',
	operations: [checkNumber, getProfilePicture],
};
