import type { WAMessage } from '@whiskeysockets/baileys';
import { loadBaileys, type Baileys } from '../../../engines/web/load-baileys';
import { readMessage, type ReadContext } from '../../../engines/web/read-message';
import { rawCopy } from '../../../engines/web/read/raw-copy';
import { ANNA, contextWith, GROUP, offer, SENT_AT } from './read-fixture';
import { fc } from '../../fixtures/properties';

let baileys: Baileys;
let context: ReadContext;

beforeAll(async () => {
	baileys = await loadBaileys();
	context = await contextWith({ sent: [offer({ messageId: 'OFFER1', via: 'numberedText' })] });
});

const address = fc.oneof(
	fc.constantFrom(ANNA.jid, ANNA.lid, GROUP, 'status@broadcast', 'x@newsletter', '', '@', 'a:1@b', '@lid'),
	fc.string({ maxLength: 12 }),
);

const key = fc.record(
	{
		remoteJid: address,
		participant: address,
		remoteJidAlt: address,
		participantAlt: address,
		fromMe: fc.boolean(),
		id: fc.oneof(fc.constant('OFFER1'), fc.string({ maxLength: 12 })),
		isViewOnce: fc.boolean(),
	},
	{ requiredKeys: [] },
);

/** Names that the reader looks at, so that random values land where they hurt. */
const TYPES = [
	'conversation',
	'extendedTextMessage',
	'imageMessage',
	'audioMessage',
	'documentMessage',
	'stickerMessage',
	'locationMessage',
	'liveLocationMessage',
	'contactMessage',
	'contactsArrayMessage',
	'pollCreationMessageV3',
	'pollUpdateMessage',
	'reactionMessage',
	'protocolMessage',
	'editedMessage',
	'ephemeralMessage',
	'viewOnceMessage',
	'listResponseMessage',
	'buttonsResponseMessage',
	'interactiveResponseMessage',
	'templateMessage',
	'eventMessage',
	'albumMessage',
	'deviceSentMessage',
	'highlyStructuredMessage',
	'somethingNewMessage',
] as const;

const FIELDS = [
	'message',
	'contextInfo',
	'stanzaId',
	'quotedMessage',
	'mentionedJid',
	'key',
	'id',
	'type',
	'text',
	'caption',
	'vcard',
	'contacts',
	'options',
	'optionName',
	'singleSelectReply',
	'selectedRowId',
	'nativeFlowResponseMessage',
	'paramsJson',
	'body',
	'header',
	'mediaKey',
	'directPath',
	'url',
	'fileLength',
	'mimetype',
	'degreesLatitude',
	'vote',
	'encPayload',
	'encIv',
	'pollCreationMessageKey',
	'editedMessage',
	'hydratedTemplate',
	'hydratedHsm',
] as const;

const { node: anything } = fc.letrec<{ node: unknown }>((tie) => ({
	node: fc.oneof(
		{ maxDepth: 5, withCrossShrink: true },
		fc.oneof(
			fc.string({ maxLength: 20 }),
			fc.double(),
			fc.boolean(),
			fc.constantFrom(null, undefined, 0, 14, 'OFFER1', '__proto__'),
			fc.uint8Array({ maxLength: 40 }),
			fc.bigInt(),
			fc.record({ low: fc.integer(), high: fc.integer(), unsigned: fc.boolean() }),
		),
		fc.array(tie('node'), { maxLength: 4 }),
		fc.dictionary(fc.constantFrom(...TYPES, ...FIELDS), tie('node'), { maxKeys: 5 }),
	),
}));

const message = fc.record({
	key,
	message: fc.oneof(fc.dictionary(fc.constantFrom(...TYPES), anything, { maxKeys: 3 }), anything),
	messageTimestamp: anything,
	pushName: anything,
});

function check(found: Awaited<ReturnType<typeof readMessage>>): void {
	if (found === null) return;
	expect(found.id).toMatch(/^message:[^|]+\|[^|]*\|.+/s);
	expect(typeof found.event.messageId).toBe('string');
	expect(() => new Date(found.event.timestamp).toISOString()).not.toThrow();
	// It becomes an item: it must survive JSON unchanged.
	expect(JSON.parse(JSON.stringify(found.event))).toEqual(found.event);
}

describe('malformed messages', () => {
	test('of any shape never stop the reading', async () => {
		await fc.assert(
			fc.asyncProperty(message, async (value) =>
				check(await readMessage(value as unknown as WAMessage, context)),
			),
			{ numRuns: 3_000 },
		);
	}, 120_000);

	test('that the protocol library decoded from random bytes never stop the reading', async () => {
		let decoded = 0;
		await fc.assert(
			fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 60 }), key, async (bytes, place) => {
				let content;
				try {
					content = baileys.proto.Message.decode(bytes);
				} catch {
					return;
				}
				decoded += 1;
				const whole = { key: place, message: content, messageTimestamp: SENT_AT } as WAMessage;
				check(await readMessage(whole, context));
			}),
			{ numRuns: 3_000 },
		);
		expect(decoded).toBeGreaterThan(0);
	}, 120_000);

	test('with one byte changed never stop the reading', async () => {
		const good = baileys.proto.Message.encode(
			baileys.proto.Message.fromObject({
				interactiveResponseMessage: {
					body: { text: 'No' },
					nativeFlowResponseMessage: { name: 'quick_reply', paramsJson: '{"id":"no"}' },
					contextInfo: {
						stanzaId: 'OFFER1',
						mentionedJid: [ANNA.lid],
						quotedMessage: { conversation: 'Question' },
					},
				},
			}),
		).finish();
		let decoded = 0;
		await fc.assert(
			fc.asyncProperty(fc.nat(good.length - 1), fc.nat(255), async (at, byte) => {
				const bytes = Uint8Array.from(good);
				bytes[at] = byte;
				let content;
				try {
					content = baileys.proto.Message.decode(bytes);
				} catch {
					return;
				}
				decoded += 1;
				const whole = { key: { remoteJid: ANNA.jid, id: 'A1' }, message: content, messageTimestamp: SENT_AT };
				check(await readMessage(whole, context));
			}),
			{ numRuns: 2_000 },
		);
		expect(decoded).toBeGreaterThan(500);
	}, 120_000);

	test('nested a thousand deep neither hang nor overflow', async () => {
		let deep: object = { conversation: 'Hello' };
		for (let level = 0; level < 1_000; level++) deep = { ephemeralMessage: { message: deep } };
		const whole = { key: { remoteJid: ANNA.jid, id: 'A1' }, message: deep } as unknown as WAMessage;
		expect(await readMessage(whole, context)).toBeNull();
	});
});

describe('the raw copy', () => {
	test('is JSON and holds no bytes, whatever the message holds', () => {
		fc.assert(
			fc.property(anything, (value) => {
				const copy = rawCopy(value) ?? null;
				expect(JSON.parse(JSON.stringify(copy))).toEqual(copy);
			}),
			{ numRuns: 1_000 },
		);
	});

	test('leaves out keys and secrets and keeps what was said', () => {
		const copy = rawCopy({
			key: { id: 'A1' },
			message: {
				imageMessage: {
					caption: 'Look',
					mediaKey: Buffer.alloc(32, 1),
					fileLength: { low: 5, high: 1, unsigned: true },
				},
				messageContextInfo: { messageSecret: Buffer.alloc(32, 2) },
				senderKeyDistributionMessage: { groupId: GROUP },
			},
		});
		expect(copy).toEqual({
			key: { id: 'A1' },
			message: { imageMessage: { caption: 'Look', fileLength: 4_294_967_301 } },
		});
	});
});
