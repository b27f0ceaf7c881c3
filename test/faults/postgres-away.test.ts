import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineEventEnvelope } from '../../engines/engine';
import { STORE_FILE } from '../../storage/store-file';
import { describeWithPostgres } from '../fixtures/describe-with-postgres';
import { loopbackKit, type KitRun, type LoopbackKit } from '../fixtures/linked-kit';
import { until } from '../fixtures/until';
import type { Phone } from '../whatsapp';

const textsById = (envelopes: readonly EngineEventEnvelope[]): ReadonlyMap<string, string> =>
	new Map(
		envelopes.flatMap(({ id, event }) =>
			event.event === 'message' && !event.from.isMe ? [[id, event.text ?? ''] as const] : [],
		),
	);

describeWithPostgres('an account whose Postgres goes away while it is connected', {}, (server) => {
	let world: LoopbackKit;
	let ana: Phone;
	let run: KitRun;
	const said = Array.from({ length: 20 }, (_, index) => `while away ${index}`);
	const send = async (text: string) =>
		await run.session.send({
			recipient: ana.digits,
			message: { kind: 'text', text },
			idempotencyKey: text,
		});
	const heard = () => [...textsById(run.events.all).values()];

	beforeAll(async () => {
		world = await loopbackKit({ WHATSAPP_KIT_DATABASE_URL: `${server().address()}&connect_timeout=6` });
		ana = world.server.addPhone({ phone: '4915123456789', name: 'Ana' });
		run = await world.startLinked();
		await ana.say(world.owner, 'before');
		await until(() => heard().includes('before'));
		await send('hello');
	}, 60_000);
	afterAll(async () => {
		await server().start();
		await world.dispose();
	}, 60_000);

	it('keeps nothing in a file', () => {
		expect(existsSync(join(world.folder, STORE_FILE))).toBe(false);
	});

	it('refuses to send meanwhile, in words and in time, and sends nothing behind the back of the store', async () => {
		await server().stop();
		for (const text of said) await ana.say(world.owner, text);
		const began = Date.now();
		await expect(send('into the void')).rejects.toMatchObject({
			code: 'storage',
			what: expect.stringMatching(/cannot be reached/),
		});
		expect(Date.now() - began).toBeLessThan(40_000);
		await ana.idle();
		expect(ana.inbox.all.map(({ text }) => text)).toEqual(['hello']);
	}, 60_000);

	it('goes on by itself when it is back, has lost nothing and is the same linked device', async () => {
		const devices = [...world.owner.account.devices.keys()];
		await server().start();
		await until(() => said.every((text) => heard().includes(text)), 40_000);
		expect(heard().sort()).toEqual(['before', ...said].sort());
		await send('after');
		expect(ana.inbox.all.map(({ text }) => text)).toContain('after');
		expect([...world.owner.account.devices.keys()]).toEqual(devices);
	}, 60_000);
});
