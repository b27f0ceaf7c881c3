import { WhatsAppKitTrigger } from '../../../nodes/WhatsAppKitTrigger/WhatsAppKitTrigger.node';
import { loadKit } from '../../../nodes/shared/load-kit';
import type { Session } from '../../../sessions/session';
import { recordingLogger } from '../../fixtures/quiet-logger';
import { until } from '../../fixtures/until';
import type { IdleHandlers } from './idle-orders';
import { triggerContext } from './node-context';
import { say, serve } from './process-link';
import { settledMemory } from './resident-memory';

/** Accounts of the kit that wait, each with one trigger. WHATSAPP_KIT_HOME is their one store. */
const never = new AbortController().signal;

const acquire = async (owner: string): Promise<Session> => {
	const account = {
		id: `cred-${owner}`,
		name: owner,
		engine: 'web',
		credential: { limitsPreset: 'unlimited' },
	} as const;
	return (await loadKit({ logger: recordingLogger() }).acquire(account)).session;
};

const idleKitHandlers: IdleHandlers = {
	async link({ owners }) {
		for (const owner of owners) {
			const session = await acquire(owner);
			const { qr } = await session.link({ waitMs: 0, signal: never });
			say('qr', { owner, qr });
			const { linked } = await session.link({ waitMs: 20_000, signal: never });
			if (!linked) throw new Error(`${owner} was not linked`);
		}
	},
	async open({ owners }) {
		for (const owner of owners) {
			await new WhatsAppKitTrigger().trigger.call(
				triggerContext({ credentialId: `cred-${owner}`, onEmit: () => undefined }),
			);
		}
		const sessions = await Promise.all(owners.map(acquire));
		const isOpen = async (session: Session): Promise<boolean> => (await session.status()).state === 'open';
		await until(async () => (await Promise.all(sessions.map(isOpen))).every(Boolean), 60_000);
	},
	memory: settledMemory,
};

serve(idleKitHandlers);
