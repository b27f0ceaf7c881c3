import { optionsCollection } from '../../../shared/fields/option-fields';
import type { OperationModule } from '../../../shared/operation';
import { operationSignal } from '../../../shared/time-limit';

export const logout: OperationModule = {
	operation: {
		value: 'logout',
		name: 'Log Out',
		action: 'Log out a session',
		description:
			'Unlink the number from the phone and forget its session keys; linking again needs the phone',
	},

	fields: () => [optionsCollection(['timeoutSeconds'])],

	async execute(context) {
		await context.session.logout(operationSignal(context));
		return [{ json: { loggedOut: true } }];
	},
};
