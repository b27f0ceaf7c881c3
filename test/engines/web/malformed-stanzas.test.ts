import { loopbackKit, type KitRun, type LoopbackKit } from '../../fixtures/linked-kit';
import { until } from '../../fixtures/until';
import type { BinaryNode, Phone } from '../../whatsapp';
import { fc } from '../../fixtures/properties';

const TAGS = [
	'message',
	'receipt',
	'notification',
	'ib',
	'iq',
	'call',
	'ack',
	'presence',
	'chatstate',
	'success',
	'nonsense',
];
const CHILDREN = [
	'enc',
	'plaintext',
	'participants',
	'device-identity',
	'list',
	'item',
	'retry',
	'devices',
	'encrypt',
	'add',
	'offer',
	'offline',
	'edge_routing',
	'unavailable',
	'verified_name',
];

/** Never one that ends the stream on purpose: what those do is tested with the close codes. */
function stanzas(people: readonly string[]): fc.Arbitrary<BinaryNode> {
	const text = fc.oneof(
		fc.string({ maxLength: 30 }),
		fc.constantFrom(...people, '', '0', '-1', '9999999999999'),
	);
	const bytes = fc.uint8Array({ maxLength: 80 }).map((array) => Buffer.from(array));
	const attributes = fc.dictionary(
		fc.constantFrom(
			'id',
			'from',
			'to',
			't',
			'type',
			'participant',
			'recipient',
			'notify',
			'offline',
			'class',
			'count',
			'v',
			'category',
			'addressing_mode',
			'sender_pn',
			'sender_lid',
			'edit',
			'xmlns',
			'jid',
			'call-id',
		),
		fc.oneof(
			text,
			fc.constantFrom(
				'msg',
				'pkmsg',
				'skmsg',
				'retry',
				'devices',
				'encrypt',
				'account_sync',
				'w:gp2',
				'mediaretry',
				'server_sync',
				'picture',
			),
		),
		{ maxKeys: 8 },
	);
	const leaf = fc.record({
		tag: fc.constantFrom(...CHILDREN),
		attrs: attributes,
		content: fc.option(bytes, { nil: undefined }),
	});
	const branch = fc.record({
		tag: fc.constantFrom(...CHILDREN),
		attrs: attributes,
		content: fc.array(leaf, { maxLength: 4 }),
	});
	return fc.record({
		tag: fc.constantFrom(...TAGS),
		attrs: attributes,
		content: fc.oneof(fc.constant(undefined), bytes, fc.array(fc.oneof(leaf, branch), { maxLength: 4 })),
	}) as fc.Arbitrary<BinaryNode>;
}

describe('malformed stanzas', () => {
	let world: LoopbackKit;
	let run: KitRun;
	let ana: Phone;
	const unhandled: unknown[] = [];
	const notice = (reason: unknown): void => void unhandled.push(reason);

	beforeAll(async () => {
		process.on('unhandledRejection', notice);
		world = await loopbackKit();
		ana = world.server.addPhone({ phone: '4915123456789', name: 'Ana' });
		run = await world.startLinked();
	});

	afterAll(async () => {
		await world.dispose();
		process.off('unhandledRejection', notice);
	});

	it('2 000 of them neither crash the process nor stop the session', async () => {
		const people = [
			ana.jid,
			ana.lid,
			world.owner.jid,
			's.whatsapp.net',
			'120363000000000000@g.us',
			'status@broadcast',
		];
		for (const stanza of fc.sample(stanzas(people), { numRuns: 2_000, seed: 20_26 }))
			world.server.sendRaw(world.owner, stanza);
		await ana.say(world.owner, 'after the noise');
		await run.events.waitFor(({ event }) => event.event === 'message' && event.text === 'after the noise', {
			timeoutMs: 20_000,
		});
		await expect(run.session.status()).resolves.toMatchObject({ state: 'open' });
		expect(unhandled).toEqual([]);
	});

	it('messages that decrypt to rubbish are passed over', async () => {
		for (const content of fc.sample(fc.uint8Array({ minLength: 1, maxLength: 60 }), {
			numRuns: 60,
			seed: 7,
		})) {
			await ana.sendMessage(world.owner, {
				conversation: undefined,
				extendedTextMessage: {
					contextInfo: { quotedMessage: { conversation: Buffer.from(content).toString('latin1') } },
				},
			});
		}
		await ana.say(world.owner, 'still listening');
		await run.events.waitFor(({ event }) => event.event === 'message' && event.text === 'still listening', {
			timeoutMs: 20_000,
		});
		expect(unhandled).toEqual([]);
	});

	it('bytes that are no stanza, and bytes that cannot be decrypted, cost at most the socket', async () => {
		world.server.sendBytes(world.owner, Buffer.from('not a stanza'));
		world.server.sendBytes(world.owner, Buffer.alloc(24, 9), { undecryptable: true });
		await until(() => world.server.logins.all.length >= 2, 20_000);
		await ana.say(world.owner, 'back again');
		await run.events.waitFor(({ event }) => event.event === 'message' && event.text === 'back again', {
			timeoutMs: 20_000,
		});
		expect(unhandled).toEqual([]);
	});
});
