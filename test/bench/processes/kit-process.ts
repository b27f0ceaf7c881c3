import { WhatsAppKit } from '../../../nodes/WhatsAppKit/WhatsAppKit.node';
import { WhatsAppKitTrigger } from '../../../nodes/WhatsAppKitTrigger/WhatsAppKitTrigger.node';
import { loadKit } from '../../../nodes/shared/load-kit';
import { recordingLogger } from '../../fixtures/quiet-logger';
import { Batches } from './batches';
import type { ClientHandlers } from './client-orders';
import { executeContext, triggerContext } from './node-context';
import { say, serve } from './process-link';

/** The kit behind n8n's two nodes, told what to do by the bench. WHATSAPP_KIT_HOME is its real store. */
const credentialId = 'cred-bench';
const never = new AbortController().signal;
const node = new WhatsAppKit();
let executions = 0;

const batches = new Batches(async (to, text) => {
	const parameters = {
		engine: 'web',
		resource: 'message',
		operation: 'sendText',
		recipient: to,
		text,
		options: {},
	};
	const executionId = String((executions += 1));
	const [items] = await node.execute.call(executeContext({ credentialId, executionId, parameters }));
	if (items?.[0]?.json.outcome !== 'sent') throw new Error(`not sent: ${JSON.stringify(items)}`);
});

const kitHandlers: ClientHandlers = {
	async link() {
		const account = {
			id: credentialId,
			name: credentialId,
			engine: 'web',
			credential: { limitsPreset: 'unlimited' },
		} as const;
		const { session } = await loadKit({ logger: recordingLogger() }).acquire(account);
		const { qr } = await session.link({ waitMs: 0, signal: never });
		say('qr', qr);
		const { linked } = await session.link({ waitMs: 20_000, signal: never });
		if (!linked) throw new Error('The kit was not linked');
		const context = triggerContext({
			credentialId,
			onEmit: (item) => batches.arrived(String(item.messageId)),
		});
		await new WhatsAppKitTrigger().trigger.call(context);
	},
	sendOneByOne: async (request) => await batches.sendOneByOne(request),
	sendAtOnce: async (request) => await batches.sendAtOnce(request),
	expect: (request) => batches.expect(request),
	received: async (request) => await batches.received(request),
	beginProfile: async () => await batches.beginProfile(),
	endProfile: async (path) => await batches.endProfile(path),
};

serve(kitHandlers);
