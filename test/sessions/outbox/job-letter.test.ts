import { Freight } from '../../../sessions/remote/freight';
import { discardLetter, readLetter, writeLetter, type JobLetter } from '../../../sessions/outbox/job-letter';
import { ParcelShelf } from './parcel-shelf';

describe('what a job sends', () => {
	let shelf: ParcelShelf;
	let freight: Freight;

	beforeEach(() => {
		shelf = new ParcelShelf();
		freight = new Freight(shelf);
	});

	const letter = (bytes: number): JobLetter => ({
		request: {
			recipient: '+49 151 23456789',
			message: { kind: 'image', media: { url: 'https://example.com/a.png' } },
			idempotencyKey: 'key',
			extras: { mentions: ['1@lid'] },
			timeoutMs: 5_000,
			signal: new AbortController().signal,
		},
		composed: {
			message: {
				kind: 'image',
				media: { data: Buffer.alloc(bytes, 7), mimeType: 'image/png' },
				caption: 'A',
			},
			via: 'image',
			choices: [{ id: 'a', title: 'A' }],
		},
	});

	it.each([10, 2_000_000])('comes back as it was checked, with its file of %d bytes', async (bytes) => {
		const body = await writeLetter(letter(bytes), 1_000, freight);
		expect(body.byteLength).toBeLessThan(100_000);
		const { request, composed } = await readLetter(body, freight);
		expect(request).toEqual({
			recipient: '+49 151 23456789',
			idempotencyKey: 'key',
			extras: { mentions: ['1@lid'] },
			timeoutMs: 5_000,
		});
		const { message, ...rest } = composed;
		expect(rest).toEqual({ via: 'image', choices: [{ id: 'a', title: 'A' }] });
		expect(message).toMatchObject({ kind: 'image', caption: 'A', media: { mimeType: 'image/png' } });
		const { data } = (message as { media: { data: Uint8Array } }).media;
		expect(Buffer.compare(data, Buffer.alloc(bytes, 7))).toBe(0);
	});

	it('leaves nothing in the store when it was sent', async () => {
		const body = await writeLetter(letter(2_000_000), 1_000, freight);
		await discardLetter(body, freight);
		await expect(readLetter(body, freight)).rejects.toMatchObject({ code: 'unexpected' });
		expect(shelf.parts.size).toBe(0);
	});

	it('keeps its file for as long as the job may wait, and an hour more', async () => {
		await writeLetter(letter(2_000_000), 1_000, freight);
		const kept = new Set([...shelf.parts.values()].map(({ until }) => until));
		expect([...kept]).toEqual([1_000 + 3_600_000]);
	});

	const letterOf = (change: object): string =>
		JSON.stringify({
			value: {
				form: 1,
				request: { recipient: '+1', idempotencyKey: 'key' },
				composed: { message: { kind: 'text' }, via: 'text' },
				...change,
			},
		});
	const otherForm = 'It has another form than this version of WhatsApp Kit knows.';

	it.each([
		['', 'It is not JSON.'],
		['no JSON', 'It is not JSON.'],
		[letterOf({ form: 2 }), otherForm],
		[letterOf({ request: { recipient: '+1' } }), otherForm],
		[letterOf({ request: { recipient: '+1', idempotencyKey: 'key', timeoutMs: '1' } }), otherForm],
		[letterOf({ composed: { message: {}, via: 'text' } }), otherForm],
		[letterOf({ composed: { message: { kind: 'text' } } }), otherForm],
	])('is refused when it reads %j', async (text, why) => {
		await expect(readLetter(Buffer.from(text), freight)).rejects.toMatchObject({
			code: 'unexpected',
			what: 'A queued message could not be read again.',
			why,
			next: expect.stringContaining('the same version of WhatsApp Kit') as string,
		});
	});

	it('may hold more than this version knows', async () => {
		const text = letterOf({ request: { recipient: '+1', idempotencyKey: 'key', later: 1 } });
		expect(await readLetter(Buffer.from(text), freight)).toMatchObject({ request: { later: 1 } });
	});
});
