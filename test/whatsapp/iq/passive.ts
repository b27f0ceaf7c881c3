import { child } from '../binary-node';
import { requireDevice } from './router';
import type { Answer, Query } from './router';

/** `<active/>` is the client saying "I am ready": what waited for it comes now. */
export function answerPassive(query: Query): Answer {
	const { account, device: id } = requireDevice(query);
	if (!child(query.iq, 'active')) return {};
	const device = account.devices.get(id);
	return {
		done: () => {
			if (!device || device.connection !== query.connection) return;
			if (!device.introduced) {
				device.introduced = true;
				account.phone.introduce(device);
			}
			device.activate();
			query.server.activations.push({ account: account.digits, device: id });
		},
	};
}
