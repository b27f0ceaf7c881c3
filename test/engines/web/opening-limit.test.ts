import { EventEmitter, once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import { closeReason } from '../../../engines/web/close-reason';
import { loadBaileys } from '../../../engines/web/load-baileys';
import { limitOpening, OPENING_MS } from '../../../engines/web/opening-limit';
import { ReceivedStanzas } from '../../../engines/web/received-stanzas';
import { openSocketLife, type SocketLifeOptions } from '../../../engines/web/socket-life';
import { ManualClock, settle } from '../../fixtures/manual-clock';
import { node } from '../../whatsapp';
import { silentLogger } from '../../whatsapp/ports';

describe('the time a server has to answer', () => {
	function opening() {
		const source = new EventEmitter();
		const clock = new ManualClock();
		let end = (): void => undefined;
		const ended = new Promise<void>((resolve) => {
			end = resolve;
		});
		let late = 0;
		limitOpening(source, { clock, ended, onLate: () => (late += 1) });
		return { source, clock, end: () => end(), late: () => late };
	}

	test('runs out', async () => {
		const { clock, late } = opening();
		await clock.advance(OPENING_MS - 1);
		expect(late()).toBe(0);
		await clock.advance(1);
		expect(late()).toBe(1);
	});

	test('is not met by a handshake that goes no further', async () => {
		const { source, clock, late } = opening();
		source.emit('frame', Buffer.from('hello'));
		await clock.advance(OPENING_MS);
		expect(late()).toBe(1);
	});

	test('is met by the first stanza', async () => {
		const { source, clock, late } = opening();
		source.emit('frame', node('iq', {}));
		await settle();
		expect([clock.sleeping, source.listenerCount('frame')]).toEqual([0, 0]);
		await clock.advance(OPENING_MS);
		expect(late()).toBe(0);
	});

	test('does not outlive its socket', async () => {
		const { source, clock, end } = opening();
		end();
		await settle();
		expect([clock.sleeping, source.listenerCount('frame')]).toEqual([0, 0]);
	});
});

describe('a server that takes the call and says nothing', () => {
	const sockets = new Set<Socket>();
	const dumb = createServer((socket) => {
		sockets.add(socket);
		socket.on('error', () => undefined);
	});
	let polite: WebSocketServer;

	beforeAll(async () => {
		dumb.listen(0, '127.0.0.1');
		polite = new WebSocketServer({ host: '127.0.0.1', port: 0 });
		await Promise.all([once(dumb, 'listening'), once(polite, 'listening')]);
	});

	afterAll(async () => {
		for (const socket of sockets) socket.destroy();
		for (const client of polite.clients) client.terminate();
		await Promise.all([
			new Promise((resolve) => dumb.close(resolve)),
			new Promise((resolve) => polite.close(resolve)),
		]);
	});

	const open = async (port: number, clock: ManualClock) => {
		const baileys = await loadBaileys();
		const keys = { get: () => ({}), set: () => undefined };
		const nothing = (): void => undefined;
		return openSocketLife({
			baileys,
			config: {
				auth: { creds: baileys.initAuthCreds(), keys },
				logger: silentLogger,
				connectTimeoutMs: 0,
				waWebSocketUrl: `ws://127.0.0.1:${port}/ws/chat`,
			},
			stanzas: new ReceivedStanzas(),
			renewals: { watch: nothing } as unknown as SocketLifeOptions['renewals'],
			watch: { strict: false, onFailedCheck: nothing },
			clock,
			events: new Proxy({}, { get: () => nothing }) as SocketLifeOptions['events'],
		});
	};

	test.each([
		['to the upgrade', async () => await once(dumb, 'connection'), () => dumb.address()],
		['to the hello', async () => await once(polite, 'connection'), () => polite.address()],
	])('%s is given up as not answering', async (_name, called, address) => {
		const clock = new ManualClock();
		const calling = called();
		const life = await open((address() as AddressInfo).port, clock);
		await calling;
		await clock.advance(OPENING_MS);
		expect(closeReason(await life.ended).code).toBe(408);
	});
});
