import type { ResourceModule } from '../../../shared/operation';
import { checkNumber } from './check-number.operation';
import { getOptOut } from './get-opt-out.operation';
import { getProfilePicture } from './get-profile-picture.operation';
import { setOptOut } from './set-opt-out.operation';

export const contact: ResourceModule = {
	resource: { value: 'contact', name: 'Contact', description: 'Who is behind a number' },
	defaultOperation: 'checkNumber',
	operations: [checkNumber, getOptOut, getProfilePicture, setOptOut],
};
