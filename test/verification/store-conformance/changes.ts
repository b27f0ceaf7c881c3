import type { VerificationContext } from '../../contracts/verification-store-conformance';
import { transition } from '../../../verification/transitions';
import type { Verification } from '../../../verification/verification';
import { aVerification, MINUTE, START } from '../a-verification';

const asked = { accountId: 'account', now: START, windows: [] };
const DAY = 24 * 60 * MINUTE;

export function changes({ store, reopen, dump }: VerificationContext): void {
	const kept = () => store().verifications;
	const put = async (verification: Verification, now = START) =>
		await kept().decide({ ...asked, now, id: verification.id }, () => ({
			answer: undefined,
			put: [verification],
		}));
	const attach = async (listenerId: string, resume = true, now = START) =>
		await kept().attachListener({ accountId: 'account', listenerId, now }, { resume });
	const pending = async (listener: string) =>
		(await kept().pendingChanges('account', listener, 100)).map(
			({ verification }) => `${verification.id} ${verification.status}`,
		);
	const made = aVerification();
	const validated = transition(made, { type: 'guess', right: true }, START);

	test('every change of status is pending for each listener until it settles it', async () => {
		await attach('a');
		await attach('b');
		await put(made);
		await put({ ...made, tries: 1 });
		await put(validated);
		expect(await pending('a')).toEqual(['v-1 requested', 'v-1 validated']);
		const [first] = await kept().pendingChanges('account', 'a', 100);
		await kept().settleChanges('account', 'a', [first!.seq, 999]);
		expect(await pending('a')).toEqual(['v-1 validated']);
		const other = (await reopen()).verifications;
		expect(await other.pendingChanges('account', 'b', 1)).toHaveLength(1);
		expect(await pending('b')).toEqual(['v-1 requested', 'v-1 validated']);
	});

	test('whoever comes later hears of what happens from then on; afresh forgets what was pending', async () => {
		await put(made);
		await attach('a');
		expect(await pending('a')).toEqual([]);
		await put(validated);
		await attach('a');
		expect(await pending('a')).toEqual(['v-1 validated']);
		await attach('a', false);
		expect(await pending('a')).toEqual([]);
		await kept().detachListener('account', 'a');
		await put(aVerification({ id: 'v-2' }));
		expect(await pending('a')).toEqual([]);
		await kept().attachListener({ accountId: 'another', listenerId: 'a', now: START }, { resume: true });
		await put(aVerification({ id: 'v-3' }));
		expect(await kept().pendingChanges('another', 'a', 100)).toEqual([]);
	});

	test('a change has no secret in it', async () => {
		await attach('a');
		const codeHash = Buffer.from('0123456789abcdef0123456789abcdef');
		await put(aVerification({ codeHash, sealedCode: codeHash, settings: { footer: 'said' } }));
		const [change] = await kept().pendingChanges('account', 'a', 100);
		expect(change!.verification).toMatchObject({ codeHash: null, sealedCode: null, settings: null });
		const text = await dump();
		expect(text.split('said')).toHaveLength(2);
	});

	test('what is due is found by its expiry, the soonest first, and only while it is live', async () => {
		expect(await kept().nextExpiry('account')).toBeNull();
		await put(aVerification({ id: 'later', expiresAt: START + 9 }));
		await put(aVerification({ id: 'soon', expiresAt: START + 5 }));
		await put(aVerification({ id: 'over', status: 'failed', expiresAt: START + 1 }));
		expect(await kept().nextExpiry('account')).toBe(START + 5);
		expect(await kept().nextExpiry('another')).toBeNull();
		const dueAt = async (now: number) =>
			await kept().decide({ ...asked, now, due: 10 }, ({ due }) => ({ answer: due.map(({ id }) => id) }));
		expect(await dueAt(START + 4)).toEqual([]);
		expect(await dueAt(START + 5)).toEqual(['soon']);
		expect(await dueAt(START + 9)).toEqual(['soon', 'later']);
	});

	test('only what was decided here is told, and only when it changed something', async () => {
		const told: string[] = [];
		const stop = kept().onDecided((accountId) => told.push(accountId));
		await kept().decide(asked, () => ({ answer: undefined }));
		expect(told).toEqual([]);
		await put(made);
		expect(told).toEqual(['account']);
		stop();
		await put(validated);
		expect(told).toEqual(['account']);
	});

	test('changes go when they are settled by all, and listeners when nobody saw them for a week', async () => {
		await attach('a');
		await put(made);
		expect(await store().prune(START + DAY + 1)).toBe(0);
		const [change] = await kept().pendingChanges('account', 'a', 100);
		await kept().settleChanges('account', 'a', [change!.seq]);
		expect(await store().prune(START + DAY)).toBe(0);
		expect(await store().prune(START + DAY + 1)).toBe(1);
		await put(validated);
		// What waits for it, the change that is left then, and the listener itself.
		expect(await store().prune(START + 7 * DAY + 1)).toBe(3);
		await put(aVerification({ id: 'v-2' }));
		expect(await pending('a')).toEqual([]);
	});
}
