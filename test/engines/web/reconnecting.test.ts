import { loopbackKit, type KitRun, type LoopbackKit } from '../../fixtures/linked-kit';
import { until } from '../../fixtures/until';
import { node, type Phone } from '../../whatsapp';

const heard = (run: KitRun, text: string): number =>
	run.events.all.filter(({ event }) => event.event === 'message' && event.text === text).length;

describe('a connection that ends', () => {
	let world: LoopbackKit;
	let run: KitRun;
	let ana: Phone;

	beforeEach(async () => {
		world = await loopbackKit();
		ana = world.server.addPhone({ phone: '4915123456789', name: 'Ana' });
		run = await world.startLinked();
	});

	afterEach(async () => await world.dispose());

	const state = async (): Promise<string> => (await run.session.status()).state;

	it.each([
		['the cable is pulled', () => world.server.dropSocket(world.owner)],
		['the server restarts (515)', () => world.server.streamError(world.owner, 515)],
		['the server ends the stream (428)', () => world.server.endStream(world.owner)],
	])('comes back when %s', async (_name, end) => {
		end();
		await world.server.logins.waitFor(() => world.server.logins.all.length >= 2, { timeoutMs: 30_000 });
		await until(async () => (await state()) === 'open');
		await ana.say(world.owner, 'still there?');
		await run.events.waitFor(() => heard(run, 'still there?') === 1);
	});

	it.each([
		['503', () => world.server.streamError(world.owner, 503), 'not available'],
		['500', () => world.server.streamError(world.owner, 500), 'error of its own'],
	])('waits before it tries again after %s, and says why', async (_name, end, words) => {
		end();
		await until(() => run.states.some(({ kind }) => kind === 'backingOff'));
		const waiting = run.states.find(({ kind }) => kind === 'backingOff');
		expect(waiting).toMatchObject({ reason: expect.stringContaining(words) as string });
	});

	it.each([
		['another client opened the session (440)', () => world.server.replace(world.owner), 'replaced'],
		['WhatsApp banned the number (403)', () => world.server.fail(world.owner, 403), 'banned'],
		['the number must join multi-device first (411)', () => world.server.downgrade(world.owner), 'stopped'],
		['the phone removed it (401)', () => world.owner.unlink(), 'loggedOut'],
	])('stops when %s and does not hammer the server', async (_name, end, expected) => {
		const logins = world.server.logins.all.length;
		end();
		await until(async () => (await state()) === expected);
		await ana.say(world.owner, 'anybody?').catch(() => undefined);
		expect(world.server.logins.all.length).toBe(logins);
	});

	it('gets what was written meanwhile, once, and marked as offline', async () => {
		await run.close();
		await ana.say(world.owner, 'first while away');
		await ana.say(world.owner, 'second while away');
		const next = await world.start();
		await next.events.waitFor(() => heard(next, 'second while away') === 1);
		expect([heard(next, 'first while away'), heard(next, 'second while away')]).toEqual([1, 1]);
		expect(next.events.all.at(-1)!.event).toMatchObject({ offline: true });
		await ana.say(world.owner, 'now you are there');
		await next.events.waitFor(() => heard(next, 'now you are there') === 1);
		const signal = AbortSignal.timeout(20_000);
		const recent = await next.session.recentMessages({ limit: 2, signal });
		expect(recent).toMatchObject([
			{ text: 'now you are there', offline: false },
			{ text: 'second while away', offline: true },
		]);
	});

	it('does not pass a message on again when the server delivers it again', async () => {
		await ana.say(world.owner, 'only once');
		await run.events.waitFor(() => heard(run, 'only once') === 1);
		expect(world.server.redeliver(world.owner)).toBe(1);
		await ana.say(world.owner, 'after it');
		await run.events.waitFor(() => heard(run, 'after it') === 1);
		expect(heard(run, 'only once')).toBe(1);
		expect(ana.retriesAsked.size).toBe(0);
	});

	it('answers a phone that could not read a message, also after a restart', async () => {
		const receipt = await run.session.send({
			recipient: ana.digits,
			message: { kind: 'text', text: 'read me later' },
			idempotencyKey: 'retry:1',
		});
		await run.close();
		const next = await world.start();
		await until(async () => (await next.session.status()).state === 'open');
		const id = receipt.messageId;
		const copies = (): number => [...ana.copies].find(([key]) => key.endsWith(id))?.[1] ?? 0;
		expect(copies()).toBe(1);
		const retry = node('retry', { count: '1', id, t: '1', v: '1' });
		const registration = node('registration', {}, Buffer.from([0, 0, 0, 7]));
		world.server.sendRaw(
			world.owner,
			node('receipt', { id, from: ana.jid, type: 'retry', t: '1' }, [retry, registration]),
		);
		await until(() => copies() === 2);
		expect(ana.inbox.all.filter(({ text }) => text === 'read me later')).toHaveLength(1);
	});

	it('repeats a send whose acknowledgement was lost under the same id: one message on the phone', async () => {
		world.server.faults.loseAcks();
		const receipt = await run.session.send({
			recipient: ana.digits,
			message: { kind: 'text', text: 'once on the screen' },
			idempotencyKey: 'lost-ack:1',
		});
		expect(receipt.outcome).toBe('sent');
		const shown = ana.inbox.all.filter(({ text }) => text === 'once on the screen');
		expect(shown.map(({ id }) => id)).toEqual([receipt.messageId]);
	});

	it('never repeats what WhatsApp refused with 463, and says what to do', async () => {
		world.server.faults.refuseMessages({ error: 463 });
		const before = world.server.taken.all.length;
		await expect(
			run.session.send({
				recipient: ana.digits,
				message: { kind: 'text', text: 'cold' },
				idempotencyKey: 'r:1',
			}),
		).rejects.toMatchObject({ code: 'refused', reason: '463', next: expect.any(String) as string });
		expect(world.server.taken.all.length - before).toBeLessThanOrEqual(1);
		expect(ana.inbox.all).toHaveLength(0);
		expect((await run.session.status()).warnings).toHaveLength(1);
	});

	it('refuses a server whose certificates lead to another root when strict', async () => {
		world.server.faults.certificate = 'untrustedRoot';
		world.server.dropSocket(world.owner);
		await until(async () => (await state()) === 'stopped');
		await expect(run.session.status()).resolves.toMatchObject({
			text: expect.stringContaining('certificate') as string,
		});
	});
});
