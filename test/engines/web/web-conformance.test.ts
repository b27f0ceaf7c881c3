import type { Connection, Engine } from '../../../engines/engine';
import { webEngine } from '../../../engines/web/web-engine';
import { parseWebOptions } from '../../../engines/web/web-options';
import { systemClock, systemRandom } from '../../../runtime/system-ports';
import { engineConformance, type EngineWorld } from '../../contracts/engine-conformance';
import { limit } from '../../contracts/one-attempt';
import { recordingLogger } from '../../fixtures/quiet-logger';
import { temporaryStore } from '../../fixtures/temporary-store';
import { startLoopbackWhatsApp } from '../../whatsapp';

const ACCOUNT = 'credential-1';

engineConformance({ name: 'web', open: openWeb });

/** A number linked to a phone of the loopback WhatsApp, on a real store. */
async function openWeb(): Promise<EngineWorld> {
	const server = await startLoopbackWhatsApp();
	const phone = server.addPhone({ phone: '5511987654321', name: 'Shop' });
	const ada = server.addPhone({ phone: '4915123456789', name: 'Ada' });
	const { store, dispose } = await temporaryStore();
	const opened: Connection[] = [];
	let linked = false;

	const connect = async (): Promise<Connection> => {
		const owner = { id: 'test', host: 'here', pid: 1, role: 'main' };
		const now = systemClock.now();
		const answer = await store.acquireLease({ accountId: ACCOUNT, owner, now, ttlMs: 600_000 });
		if (!answer.granted) throw new Error('The account is held by somebody else');
		const connection = await webEngine.open(
			{ id: ACCOUNT, name: 'Shop', options: parseWebOptions({}) },
			{
				clock: systemClock,
				random: systemRandom,
				logger: recordingLogger(),
				store: store.accountStore(answer.lease, {}),
				environment: {
					WHATSAPP_KIT_SERVER_URL: server.url,
					WHATSAPP_KIT_SERVER_ROOT_KEY: server.rootKeyHex,
				},
			},
		);
		opened.push(connection);
		return connection;
	};

	return {
		engine: webEngine as Engine,
		recipient: '+4915123456789',
		async open() {
			const connection = await connect();
			if (!linked) {
				const linking = connection.link({ signal: limit() });
				connection.onState((state) => {
					if (state.kind === 'needsLink' && state.qr !== undefined)
						void phone.scan(state.qr).catch(() => undefined);
				});
				await linking;
				linked = true;
			}
			await connection.whenOpen(limit());
			return connection;
		},
		taken: () => server.taken.all.filter(({ to }) => !to.startsWith('5511987654321')).length,
		async written(_connection, text) {
			await ada.say(phone, text);
		},
		inbox: async () => [...(await store.recent(ACCOUNT, { limit: 100 }))].reverse(),
		openManaged: () => undefined,
		async close() {
			for (const connection of opened) await connection.close();
			await server.close();
			await dispose();
		},
	};
}
