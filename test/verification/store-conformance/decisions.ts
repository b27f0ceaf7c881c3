import type { VerificationContext } from '../../contracts/verification-store-conformance';
import type { Verification } from '../../../verification/verification';
import { aVerification, MINUTE, START } from '../a-verification';

const slot = { method: 'code', phone: '+5511987654321', purpose: 'authentication' } as const;
const asked = { accountId: 'account', now: START, windows: [] };
const DAY = 24 * 60 * MINUTE;

/** Bytes come back as the driver has them. */
const plain = (of: Verification | null) => of && { ...of, codeHash: of.codeHash && [...of.codeHash] };

export function decisions({ store, reopen }: VerificationContext): void {
	const put = async (...verifications: Verification[]) =>
		await store().verifications.decide(asked, () => ({ answer: undefined, put: verifications }));

	test('what was put is there for every process, whole', async () => {
		const made = aVerification({ sealedCode: null, profileName: 'Ana', settings: { brand: 'Ä "ß"' } });
		await put(made);
		const other = (await reopen()).verifications;
		expect(plain(await other.find('account', 'v-1'))).toEqual(plain(made));
		expect(plain(await other.findLatest('account', slot))).toEqual(plain(made));
		expect(await other.find('another', 'v-1')).toBeNull();
		expect(await other.find('account', 'v-2')).toBeNull();
	});

	test('the latest of a slot is the one put last, and other slots have their own', async () => {
		await put(aVerification(), aVerification({ id: 'v-2' }), aVerification({ id: 'v-3', purpose: 'pay' }));
		await put(aVerification({ id: 'v-1', status: 'failed', codeHash: null }));
		expect((await store().verifications.findLatest('account', slot))?.id).toBe('v-2');
		expect((await store().verifications.findLatest('account', { ...slot, purpose: 'pay' }))?.id).toBe('v-3');
		expect(await store().verifications.findLatest('account', { ...slot, method: 'link' })).toBeNull();
		expect(await store().verifications.findLatest('account', { ...slot, phone: '+441' })).toBeNull();
	});

	test('a decision sees what it asked for and nothing else', async () => {
		await put(aVerification(), aVerification({ id: 'v-2', purpose: 'pay' }));
		const seen = await store().verifications.decide(
			{ ...asked, id: 'v-1', latest: { ...slot, purpose: 'pay' }, requestKey: 'item of v-2' },
			(facts) => ({ answer: [facts.byId?.id, facts.latest?.id, facts.byRequestKey?.id] }),
		);
		expect(seen).toEqual(['v-1', 'v-2', 'v-2']);
		const nothing = await store().verifications.decide(asked, (facts) => ({ answer: facts }));
		expect(nothing).toEqual({ latest: null, byId: null, byRequestKey: null, due: [], turns: [] });
	});

	test('a decision that throws writes nothing', async () => {
		const failing = store().verifications.decide(asked, () => {
			throw new Error('no');
		});
		await expect(failing).rejects.toThrow();
		await put(aVerification());
		expect((await store().verifications.find('account', 'v-1'))?.status).toBe('requested');
	});

	test('links are found by the hash of their code, live or ended, and codes are not', async () => {
		const hash = (byte: number) => new Uint8Array(32).fill(byte);
		const link = { method: 'link', phone: null } as const;
		await put(
			aVerification({ ...link, id: 'l-1', codeHash: hash(1), expiresAt: START + 5 }),
			aVerification({ ...link, id: 'l-2', codeHash: hash(2), expiresAt: START + 9 }),
			aVerification({ ...link, id: 'l-3', codeHash: hash(3), expiresAt: START + 99, status: 'failed' }),
			aVerification({ codeHash: hash(4), expiresAt: START + 999 }),
		);
		const { verifications } = await reopen();
		const find = async (...hashes: Uint8Array[]) =>
			(await verifications.findByCode('account', hashes))?.id ?? null;
		expect(await find(hash(9), hash(2))).toBe('l-2');
		expect(await find(hash(3))).toBe('l-3');
		expect(await find(hash(4), hash(9))).toBeNull();
		expect(await find()).toBeNull();
		expect(await verifications.findByCode('another', [hash(1)])).toBeNull();
		expect(await verifications.lastHeardExpiry('account')).toBe(START + 9);
		expect(await verifications.lastHeardExpiry('another')).toBeNull();
	});

	test('those a gateway keeps are asked for, and nobody listens for them', async () => {
		const question = { method: 'approval', keptBy: 'gateway' } as const;
		await put(
			aVerification({ ...question, id: 'a-1', expiresAt: START + 9 }),
			aVerification({ ...question, id: 'a-2', expiresAt: START + 5 }),
			aVerification({ ...question, id: 'a-3', status: 'validated' }),
			aVerification({ id: 'a-4', method: 'approval', expiresAt: START + 3 }),
			aVerification({ id: 'a-5', keptBy: 'gateway' }),
		);
		const { verifications } = await reopen();
		const live = async (limit: number) =>
			(await verifications.liveManaged('account', 'approval', limit)).map(({ id }) => id);
		expect(await live(10)).toEqual(['a-2', 'a-1']);
		expect(await live(1)).toEqual(['a-2']);
		expect((await verifications.find('account', 'a-2'))?.keptBy).toBe('gateway');
		expect((await verifications.find('account', 'a-4'))?.keptBy).toBe('kit');
		expect(await verifications.liveManaged('another', 'approval', 10)).toEqual([]);
		expect(await verifications.lastHeardExpiry('account')).toBe(START + 3);
	});

	test('windows tell the time of the mark that has to leave them first', async () => {
		const mark = (at: number, id = 'm') => ({ stream: 's', at, id });
		const turnsAt = async (now: number, limit: number) => {
			const windows = [{ stream: 's', limit, windowMs: MINUTE }];
			return await store().verifications.decide({ ...asked, now, windows }, ({ turns }) => ({
				answer: turns,
			}));
		};
		await store().verifications.decide(asked, () => ({
			answer: undefined,
			mark: [mark(START), mark(START, 'n'), mark(START + 5), { stream: 't', at: START, id: 'm' }],
		}));
		expect(await turnsAt(START + 5, 1)).toEqual([START + 5]);
		expect(await turnsAt(START + 5, 3)).toEqual([START]);
		expect(await turnsAt(START + 5, 4)).toEqual([null]);
		// The clock was put back: what lies ahead of it holds nobody for longer than a window.
		expect(await turnsAt(START, 1)).toEqual([START]);
		await store().verifications.decide(asked, () => ({ answer: undefined, unmark: [mark(START + 5)] }));
		expect(await turnsAt(START + 5, 1)).toEqual([START]);
	});

	test('no two of 200 decisions at once see the same, over two processes', async () => {
		const stores = [store().verifications, (await reopen()).verifications];
		await put(aVerification());
		const raise = async (index: number) =>
			await stores[index % 2]!.decide({ ...asked, id: 'v-1' }, ({ byId }) => {
				const next = { ...byId!, tries: byId!.tries + 1 };
				return { answer: next.tries, put: [next] };
			});
		const seen = await Promise.all(Array.from({ length: 200 }, (_, index) => raise(index)));
		expect([...seen].sort((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
	});

	test('verifications can be read for a month, marks are kept as long as they can count', async () => {
		await put(aVerification());
		const mark = { stream: 's', at: START, id: 'm' };
		await store().verifications.decide(asked, () => ({ answer: undefined, mark: [mark] }));
		expect(await store().prune(START + 2 * DAY)).toBe(0);
		expect(await store().prune(START + 2 * DAY + 1)).toBe(1);
		expect(await store().prune(START + 30 * DAY)).toBe(0);
		expect(await store().prune(START + 30 * DAY + 1)).toBe(1);
		expect(await store().verifications.find('account', 'v-1')).toBeNull();
	});
}
