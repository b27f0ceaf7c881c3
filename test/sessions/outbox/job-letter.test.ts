import { Freight } from '../../../sessions/remote/freight';
import { discardLetter, readLetter, writeLetter, type JobLetter } from '../../../sessions/outbox/job-letter';
import { temporaryStore } from '../../fixtures/temporary-store';

describe('what a job sends', () => {
	let temporary: Awaited<ReturnType<typeof temporaryStore>>;
	let freight: Freight;

	beforeEach(async () => {
		temporary = await temporaryStore();
		freight = new Freight(temporary.store);
	});

	afterEach(async () => await temporary.dispose());

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
	const parcelsAt = async (now: number): Promise<number> => await temporary.store.prune(now);

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
		expect(await parcelsAt(Number.MAX_SAFE_INTEGER)).toBe(0);
	});

	it('keeps its file for as long as the job may wait, and an hour more', async () => {
		const body = await writeLetter(letter(2_000_000), 1_000, freight);
		await parcelsAt(1_000 + 3_600_000);
		await readLetter(body, freight);
		await parcelsAt(1_001 + 3_600_000);
		await expect(readLetter(body, freight)).rejects.toMatchObject({ code: 'unexpected' });
	});

	it.each(['', 'no JSON', '{}', '{"value":{"form":2}}'])('is refused when it reads %j', async (text) => {
		await expect(readLetter(Buffer.from(text), freight)).rejects.toMatchObject({ code: 'unexpected' });
	});
});
