import { isKitError } from '../../messages/kit-error';
import { limits } from '../../messages/limits';
import type { MediaFetcher } from '../../messages/media/media-fetcher';
import type { OutgoingMessage } from '../../messages/outgoing';
import { prepareOutgoing } from '../../messages/prepare-outgoing';
import * as files from './media/sample-files';
import { fc } from '../fixtures/properties';

const kinds = [
	'text',
	'auto',
	'image',
	'video',
	'audio',
	'voice',
	'document',
	'sticker',
	'location',
	'contact',
	'list',
	'buttons',
	'poll',
	'reaction',
	'edit',
	'delete',
	'template',
	'',
];
const { signal } = new AbortController();
const fetchMedia: MediaFetcher = () => Promise.resolve({ data: files.jpeg });

/** Anything a field may hold by mistake, and sometimes the right thing. */
const anyValue: fc.Arbitrary<unknown> = fc.oneof(
	fc.jsonValue({ maxDepth: 2 }),
	fc.constantFrom(
		'',
		' ',
		null,
		undefined,
		0,
		-1,
		1e308,
		Number.NaN,
		true,
		[],
		{},
		'x',
		'x'.repeat(5000),
		'👍',
		'+5511987654321',
	),
);
const row = fc.record({ id: anyValue, title: anyValue, description: anyValue }, { requiredKeys: [] });
const section = fc.record(
	{ title: anyValue, rows: fc.oneof(anyValue, fc.array(fc.oneof(row, anyValue), { maxLength: 12 })) },
	{ requiredKeys: [] },
);
const source = fc.oneof(
	anyValue,
	fc.record(
		{
			type: fc.constant('binary'),
			data: fc.oneof(anyValue, fc.uint8Array(), fc.constantFrom(files.jpeg, files.mp3, files.webp)),
			fileName: anyValue,
			mimeType: anyValue,
		},
		{ requiredKeys: ['type'] },
	),
	fc.record(
		{
			type: fc.constant('url'),
			url: anyValue,
			maxBytes: anyValue,
			timeoutMs: anyValue,
			allowPrivate: anyValue,
		},
		{ requiredKeys: ['type'] },
	),
);
const nearMessage = fc.record(
	{
		kind: fc.constantFrom(...kinds),
		text: anyValue,
		body: anyValue,
		header: anyValue,
		footer: anyValue,
		buttonText: anyValue,
		sections: fc.oneof(anyValue, fc.array(fc.oneof(section, anyValue), { maxLength: 12 })),
		buttons: fc.oneof(anyValue, fc.array(fc.oneof(row, anyValue), { maxLength: 5 })),
		question: anyValue,
		options: fc.oneof(anyValue, fc.array(anyValue, { maxLength: 14 })),
		selectableCount: anyValue,
		latitude: anyValue,
		longitude: anyValue,
		name: anyValue,
		address: anyValue,
		contacts: fc.oneof(
			anyValue,
			fc.array(fc.oneof(fc.record({ name: anyValue, phone: anyValue, email: anyValue }), anyValue), {
				maxLength: 3,
			}),
		),
		emoji: anyValue,
		target: fc.oneof(anyValue, fc.record({ messageId: anyValue, fromMe: anyValue, participant: anyValue })),
		source,
		caption: anyValue,
		fileName: anyValue,
		mimeType: anyValue,
		viewOnce: anyValue,
		gifPlayback: anyValue,
	},
	{ requiredKeys: ['kind'] },
);

/** Every limit a message that was let through must keep. */
function expectWithinLimits(message: OutgoingMessage): void {
	if (message.kind === 'text' || message.kind === 'edit')
		expect(message.text.length).toBeLessThanOrEqual(limits.text);
	if (message.kind === 'list' || message.kind === 'buttons')
		expect(message.body.length).toBeLessThanOrEqual(limits.interactive.body);
	if (message.kind === 'poll') expect(new Set(message.options).size).toBe(message.options.length);
	if (message.kind === 'list') {
		const rows = message.sections.flatMap((each) => each.rows);
		expect(rows.length).toBeLessThanOrEqual(limits.list.rows);
		expect(new Set(rows.map((each) => each.id)).size).toBe(rows.length);
		for (const each of rows) expect(each.id.length * each.title.length).toBeGreaterThan(0);
	}
	if (message.kind === 'location') expect(Math.abs(message.latitude)).toBeLessThanOrEqual(90);
	if ('media' in message) expect(message.media.data.byteLength).toBeGreaterThan(0);
}

async function passesOrRefuses(raw: unknown): Promise<boolean> {
	try {
		expectWithinLimits(await prepareOutgoing(raw, { signal, fetchMedia }));
		return true;
	} catch (error) {
		if (!isKitError(error)) throw error;
		expect(['invalidInput', 'media']).toContain(error.code);
		expect(error.what.length).toBeGreaterThan(0);
		expect(error.what).not.toMatch(/undefined|\[object|NaN characters/u);
		return false;
	}
}

it('anything near a message passes within the limits or is refused in words', async () => {
	let passed = 0;
	const counting = fc.asyncProperty(nearMessage, async (raw) => {
		if (await passesOrRefuses(raw)) passed++;
	});
	await fc.assert(counting, { numRuns: 5000 });
	// Otherwise the limits above were never looked at.
	expect(passed).toBeGreaterThan(25);
});

it('any JSON at all is refused in words', async () => {
	await fc.assert(
		fc.asyncProperty(fc.jsonValue(), async (raw) => expect(await passesOrRefuses(raw)).toBe(false)),
		{
			numRuns: 2000,
		},
	);
});

it('any value at all is refused in words', async () => {
	const anything = fc.anything({
		withBigInt: true,
		withDate: true,
		withMap: true,
		withSet: true,
		withTypedArray: true,
		withNullPrototype: true,
	});
	await fc.assert(
		fc.asyncProperty(anything, async (raw) => expect(await passesOrRefuses(raw)).toBe(false)),
		{
			numRuns: 2000,
		},
	);
});
