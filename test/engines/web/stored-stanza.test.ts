import type { BinaryNode, SignalRepositoryWithLIDStore, WAMessage, proto } from '@whiskeysockets/baileys';
import { guardConsole } from '../../../engines/web/console-guard';
import { loadBaileys, type Baileys } from '../../../engines/web/load-baileys';
import { readMessage } from '../../../engines/web/read-message';
import { decodeStoredStanza, encodeStoredStanza, readStoredStanza } from '../../../engines/web/stored-stanza';
import { ANNA, contextWith, GROUP, ME, SENT_AT } from './read-fixture';
import { createParty, introduce, silentLogger, type SignalParty } from './signal-party-fixture';
import { fc } from '../../fixtures/properties';

let baileys: Baileys;
let me: SignalParty;
let anna: SignalParty;
let myPhone: SignalParty;

let removeGuard: () => void;

beforeAll(async () => {
	removeGuard = guardConsole();
	baileys = await loadBaileys();
	me = createParty(baileys, ME.id);
	anna = createParty(baileys, ANNA.jid);
	myPhone = createParty(baileys, '4915110000001@s.whatsapp.net');
	await introduce(anna, me);
	await introduce(myPhone, me);
});

afterAll(() => removeGuard());

async function enc(from: SignalParty, content: proto.IMessage): Promise<BinaryNode> {
	const bytes = baileys.proto.Message.encode(baileys.proto.Message.fromObject(content)).finish();
	const { type, ciphertext } = await from.encryptFor(me.jid, bytes);
	return { tag: 'enc', attrs: { v: '2', type }, content: ciphertext };
}

function stanza(attrs: Record<string, string>, content: BinaryNode[]): BinaryNode {
	const common = { id: '3EB0A1', t: String(SENT_AT), notify: 'Anna', type: 'text' };
	return { tag: 'message', attrs: { ...common, from: ANNA.jid, ...attrs }, content };
}

/** The library's own live path, with what was decrypted kept beside it. */
async function readLive(
	node: BinaryNode,
): Promise<{ message: WAMessage; plaintexts: Map<Uint8Array, Uint8Array> }> {
	const plaintexts = new Map<Uint8Array, Uint8Array>();
	const keep = (ciphertext: Uint8Array, padded: Uint8Array): Uint8Array => {
		plaintexts.set(ciphertext, baileys.unpadRandomMax16(padded));
		return padded;
	};
	const watched: SignalRepositoryWithLIDStore = {
		...me.repository,
		decryptMessage: async (part) => keep(part.ciphertext, await me.repository.decryptMessage(part)),
		decryptGroupMessage: async (part) => keep(part.msg, await me.repository.decryptGroupMessage(part)),
	};
	const reading = baileys.decryptMessageNode(node, ME.id, ME.lid, watched, silentLogger);
	await reading.decrypt();
	const message = reading.fullMessage as WAMessage;
	baileys.cleanMessage(message, ME.id, ME.lid);
	return { message, plaintexts };
}

async function liveAndReplayed(node: BinaryNode) {
	const live = await readLive(node);
	const bytes = encodeStoredStanza(node, live.plaintexts);
	const { message: replayed } = await readStoredStanza(bytes, { baileys, meId: ME.id, meLid: ME.lid });
	const context = await contextWith();
	return {
		live: live.message,
		replayed,
		liveEvent: await readMessage(live.message, context),
		replayedEvent: await readMessage(replayed, context),
	};
}

describe('a stored stanza reads like the live one', () => {
	test('in a private chat, first and later messages', async () => {
		for (const text of ['first', 'second']) {
			const { live, replayed, liveEvent, replayedEvent } = await liveAndReplayed(
				stanza({}, [await enc(anna, { conversation: text })]),
			);
			expect(liveEvent?.event).toMatchObject({ text, from: { phone: ANNA.phone } });
			expect(replayedEvent).toEqual(liveEvent);
			expect(JSON.stringify(replayed)).toBe(JSON.stringify(live));
		}
	});

	test('from our own phone, with the chat of the other one', async () => {
		const content = { deviceSentMessage: { destinationJid: ANNA.jid, message: { conversation: 'by me' } } };
		const node = stanza({ from: myPhone.jid, recipient: ANNA.jid }, [await enc(myPhone, content)]);
		const { liveEvent, replayedEvent } = await liveAndReplayed(node);
		expect(liveEvent?.event).toMatchObject({ text: 'by me', chat: { id: ANNA.jid }, from: { isMe: true } });
		expect(replayedEvent).toEqual(liveEvent);
	});

	test('in a group, with the sender key and without', async () => {
		const say = async (text: string) => {
			const data = baileys.writeRandomPadMax16(baileys.proto.Message.encode({ conversation: text }).finish());
			return await anna.repository.encryptGroupMessage({ group: GROUP, meId: ANNA.jid, data });
		};
		const attrs = { from: GROUP, participant: ANNA.jid };
		for (const withKey of [true, false]) {
			const { ciphertext, senderKeyDistributionMessage } = await say('to all');
			const key = { groupId: GROUP, axolotlSenderKeyDistributionMessage: senderKeyDistributionMessage };
			const parts = withKey ? [await enc(anna, { senderKeyDistributionMessage: key })] : [];
			const skmsg = { tag: 'enc', attrs: { v: '2', type: 'skmsg' }, content: ciphertext };
			const { liveEvent, replayedEvent } = await liveAndReplayed(stanza(attrs, [...parts, skmsg]));
			expect(liveEvent?.event).toMatchObject({ text: 'to all', from: { phone: ANNA.phone } });
			expect(replayedEvent).toEqual(liveEvent);
		}
	});

	test('for reactions, whose target the library turns to our side', async () => {
		const reactionMessage = { key: { remoteJid: ME.id, fromMe: false, id: 'OURS' }, text: '👍' };
		const { live, replayed, liveEvent, replayedEvent } = await liveAndReplayed(
			stanza({}, [await enc(anna, { reactionMessage })]),
		);
		expect(live.message?.reactionMessage?.key).toMatchObject({ fromMe: true, remoteJid: ANNA.jid });
		expect(JSON.stringify(replayed)).toBe(JSON.stringify(live));
		expect(replayedEvent).toEqual(liveEvent);
	});

	test('for channel posts, which are not encrypted', async () => {
		const plaintext = baileys.proto.Message.encode({ conversation: 'news' }).finish();
		const node = stanza({ from: '120363000000000009@newsletter', server_id: '5' }, [
			{ tag: 'plaintext', attrs: {}, content: plaintext },
		]);
		const { liveEvent, replayedEvent } = await liveAndReplayed(node);
		expect(liveEvent?.event).toMatchObject({ text: 'news', chat: { type: 'channel' } });
		expect(replayedEvent).toEqual(liveEvent);
	});

	test('for what could not be decrypted: it stays unreadable', async () => {
		const node = stanza({}, [{ tag: 'enc', attrs: { v: '2', type: 'msg' }, content: Buffer.alloc(60, 3) }]);
		const { live, replayed, replayedEvent } = await liveAndReplayed(node);
		expect(live.messageStubType).toBe(2);
		expect(replayed.messageStubType).toBe(2);
		expect(replayedEvent).toBeNull();
	});

	test('with a push name that looks like an address', async () => {
		for (const notify of ['a:1@b', 'x_1@y', '@', 'Zoë 🐘', '']) {
			const { replayed } = await liveAndReplayed(
				stanza({ notify }, [await enc(anna, { conversation: 'x' })]),
			);
			expect(replayed.pushName).toBe(notify);
		}
	});

	test('needs no key: nothing of the ciphertext is left', async () => {
		const node = stanza({}, [await enc(anna, { conversation: 'secret ways' })]);
		const { plaintexts } = await readLive(node);
		const stored = decodeStoredStanza(encodeStoredStanza(node, plaintexts));
		const [part] = stored.content as BinaryNode[];
		expect(part?.tag).toBe('plaintext');
		expect(baileys.proto.Message.decode(part!.content as Uint8Array).conversation).toBe('secret ways');
	});
});

describe('the stored form', () => {
	const { node: anyNode } = fc.letrec<{ node: BinaryNode }>((tie) => ({
		node: fc.record(
			{
				tag: fc.string({ minLength: 1 }),
				attrs: fc.dictionary(fc.string({ minLength: 1 }), fc.string(), { noNullPrototype: true }),
				content: fc.oneof(
					{ maxDepth: 3, withCrossShrink: true },
					fc.string(),
					fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
					fc.array(tie('node'), { maxLength: 4 }),
				),
			},
			{ requiredKeys: ['tag', 'attrs'] },
		),
	}));

	test('gives back exactly what went in', () => {
		fc.assert(
			fc.property(anyNode, (node) => {
				expect(decodeStoredStanza(encodeStoredStanza(node, new Map()))).toEqual(node);
			}),
			{ numRuns: 500 },
		);
	});

	test('keeps the places of the parts', () => {
		const parts = [1, 2, 3].map((byte) => ({ tag: 'enc', attrs: {}, content: Buffer.from([byte]) }));
		const plaintexts = new Map<Uint8Array, Uint8Array>([[parts[1]!.content, Buffer.from('said')]]);
		const stored = decodeStoredStanza(
			encodeStoredStanza({ tag: 'message', attrs: {}, content: parts }, plaintexts),
		);
		expect((stored.content as BinaryNode[]).map(({ tag }) => tag)).toEqual(['enc', 'plaintext', 'enc']);
	});

	test.each([
		['nothing', Buffer.alloc(0)],
		['another form', Buffer.from([9, 1, 2])],
		['damaged text', Buffer.concat([Buffer.from([1]), Buffer.from('["message",{')])],
		['no stanza', Buffer.concat([Buffer.from([1]), Buffer.from('{"a":1}')])],
	])('of %s is an error of the store', (_name, bytes) => {
		expect(() => decodeStoredStanza(bytes)).toThrow(
			expect.objectContaining({ name: 'KitError', code: 'storage' }),
		);
	});
});
