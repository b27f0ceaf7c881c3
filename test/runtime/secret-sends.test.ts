import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loopbackKit, type KitRun, type LoopbackKit } from '../fixtures/linked-kit';
import { until } from '../fixtures/until';

const account = {
	id: 'cred-1',
	name: 'Shop',
	engine: 'web',
	credential: { limitsPreset: 'unlimited' },
} as const;

/** An upper bound for a machine with much else to do. */
const arrives = { timeoutMs: 60_000 };

describe('a code that was really sent', () => {
	let loopback: LoopbackKit;
	let run: KitRun;

	beforeAll(async () => {
		loopback = await loopbackKit();
		run = await loopback.startLinked();
	}, 240_000);
	afterAll(async () => await loopback?.dispose());

	it('reaches the phone, is checked, and is in no file, log or event', async () => {
		const ana = loopback.server.addPhone({ phone: '4915188776655', name: 'Ana' });
		const { codes } = await run.kit.verifications(account);
		const recipient = `+${ana.digits}`;
		const fields = { code: 'QX7KZ29MWR', language: 'en' };
		const sent = await codes.send({ recipient, fields, requestKey: 'item' });
		const shown = await ana.waitFor(({ text }) => text?.includes('QX7KZ29MWR') === true, arrives);
		expect(shown.text).toContain('10 min');
		// What came after it is stored: so would it be by now.
		const told = await run.session.send({
			recipient,
			message: { kind: 'text', text: 'Kept all the same' },
			idempotencyKey: 'another',
		});
		await ana.waitFor(({ id }) => id === told.messageId, arrives);
		await until(() => folderText().includes('Kept all the same'), arrives.timeoutMs);

		expect(folderText()).not.toContain('QX7KZ29MWR');
		expect(JSON.stringify(run.logger.lines)).not.toContain('QX7KZ29MWR');
		expect(JSON.stringify([sent, run.events.all])).not.toContain('QX7KZ29MWR');
		expect(await codes.check({ recipient, code: 'qx7k-z29m-wr' })).toMatchObject({ verified: true });
	}, 240_000);

	const folderText = (): string =>
		readdirSync(loopback.folder)
			.map((name) => readFileSync(join(loopback.folder, name), 'latin1'))
			.join('\n');
});
