import { loopbackKit } from '../../fixtures/linked-kit';

/** Private keys in the forms they could be printed in. */
function formsOf(bytes: Uint8Array): string[] {
	const buffer = Buffer.from(bytes);
	return [
		buffer.toString('base64'),
		buffer.toString('hex'),
		[...buffer.subarray(0, 8)].join(', '),
		buffer.subarray(0, 8).toString('hex').replace(/../g, '$& ').trim(),
	];
}

describe('secrets of the session', () => {
	it('reach neither the console nor the log, also when a Signal session is closed', async () => {
		const printed: string[] = [];
		const original = { log: console.log, info: console.info, warn: console.warn, error: console.error };
		for (const level of Object.keys(original) as (keyof typeof original)[]) {
			console[level] = (...args: unknown[]) => {
				printed.push(
					args
						.map((arg) => (typeof arg === 'string' ? arg : require('node:util').inspect(arg, { depth: 9 })))
						.join(' '),
				);
			};
		}
		const world = await loopbackKit();
		try {
			const ana = world.server.addPhone({ phone: '4915123456789', name: 'Ana' });
			const run = await world.startLinked();
			await run.session.send({
				recipient: ana.digits,
				message: { kind: 'text', text: 'a secret text' },
				idempotencyKey: '1',
			});
			await ana.say(world.owner, 'another secret text');
			await run.events.waitFor(({ event }) => event.event === 'message');
			// A new session from the other side makes the Signal library close, and print, the one before.
			const device = [...world.owner.account.devices.keys()][0]!;
			await ana.signal.forgetSession(ana.peerName({ account: world.owner.account, device }));
			await ana.say(world.owner, 'under a new session');
			await run.events.waitFor(
				({ event }) => event.event === 'message' && event.text === 'under a new session',
			);

			const { DatabaseSync } = await import('node:sqlite');
			const database = new DatabaseSync(`${world.folder}/whatsapp-kit.db`);
			const rows = database
				.prepare("SELECT value FROM whatsapp_kit_keys WHERE type IN ('creds', 'session')")
				.all();
			database.close();
			const stored = rows
				.map(({ value }) => Buffer.from((value as Uint8Array).subarray(1)).toString('utf8'))
				.join('\n');
			const secrets = [
				...stored.matchAll(
					/"(?:private|privKey|rootKey|advSecretKey)":\s*(?:\{"type":"Buffer","data":)?"([A-Za-z0-9+/=]{40,})"/g,
				),
			].map(([, text]) => Buffer.from(text!, 'base64'));
			expect(secrets.length).toBeGreaterThan(3);
			const everything = [...printed, ...run.logger.lines.map((line) => JSON.stringify(line))].join('\n');
			for (const form of secrets.flatMap(formsOf)) expect(everything).not.toContain(form);
			expect(everything).not.toMatch(/privKey|SessionEntry|secret text/);
		} finally {
			await world.dispose();
			Object.assign(console, original);
		}
	});
});
