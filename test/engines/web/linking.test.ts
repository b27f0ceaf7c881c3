import { loopbackKit, type LoopbackKit } from '../../fixtures/linked-kit';
import { until } from '../../fixtures/until';

const never = new AbortController().signal;

describe('linking the own number', () => {
	let world: LoopbackKit;

	beforeEach(async () => {
		world = await loopbackKit();
	});

	afterEach(async () => await world.dispose());

	it('by pairing code', async () => {
		const run = await world.start();
		const progress = await run.session.link({ phone: '+55 11 98765-4321', waitMs: 0, signal: never });
		expect(progress.pairingCode).toMatch(/^[0-9A-Z]{8}$/);
		expect(progress.qr).toBeUndefined();
		await world.server.codesShown.next();
		await world.owner.enterCode(progress.pairingCode!);
		await expect(
			run.session.link({ phone: '5511987654321', waitMs: 20_000, signal: never }),
		).resolves.toMatchObject({ linked: true });
	});

	it('by QR after a pairing code nobody typed: the half-made identity is dropped', async () => {
		const run = await world.start();
		await run.session.link({ phone: '5511987654321', waitMs: 0, signal: never });
		const { qr } = await run.session.link({ waitMs: 0, signal: never });
		await world.owner.scan(qr!);
		await expect(run.session.link({ waitMs: 20_000, signal: never })).resolves.toMatchObject({
			linked: true,
		});
	});

	it('says in words that WhatsApp wants a passkey, and does not hang', async () => {
		world.server.demandPasskeyOnLink = true;
		const run = await world.start();
		const { qr } = await run.session.link({ waitMs: 0, signal: never });
		// The phone never gets an answer, just as in real life.
		void world.owner.scan(qr!).catch(() => undefined);
		const progress = await run.session.link({ waitMs: 20_000, signal: never });
		expect(progress.linked).toBe(false);
		await expect(run.session.status()).resolves.toMatchObject({
			state: 'needsPasskey',
			text: expect.stringContaining('passkey') as string,
		});
	});

	it('keeps the identity over a restart, without a new QR', async () => {
		const first = await world.startLinked();
		await first.close();
		const second = await world.start();
		await until(async () => (await second.session.status()).state === 'open');
		expect(world.owner.account.devices.size).toBe(1);
	});

	it('can be done again after the phone removed this n8n', async () => {
		const run = await world.startLinked();
		world.owner.unlink();
		await until(async () => (await run.session.status()).state === 'loggedOut');
		const { qr } = await run.session.link({ waitMs: 0, signal: never });
		await world.owner.scan(qr!);
		await expect(run.session.link({ waitMs: 20_000, signal: never })).resolves.toMatchObject({
			linked: true,
		});
	});

	it('never replaces a damaged identity by a new one', async () => {
		const first = await world.startLinked();
		await first.close();
		const { DatabaseSync } = await import('node:sqlite');
		const database = new DatabaseSync(`${world.folder}/whatsapp-kit.db`);
		database.exec("DELETE FROM whatsapp_kit_keys WHERE type = 'creds'");
		database.close();
		const second = await world.start({ subscribe: false });
		await expect(second.session.link({ waitMs: 0, signal: never })).rejects.toMatchObject({
			code: 'storage',
		});
		expect(world.owner.account.devices.size).toBe(1);
	});
});
