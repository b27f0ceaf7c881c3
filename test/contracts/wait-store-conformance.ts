import type { KitStore } from '../../storage/kit-store';
import type { WaitStore } from '../../waits/store';
import { aQuestion, aWait, DAY, MINUTE, START } from '../waits/a-wait';

export interface WaitStoreUnderTest {
	readonly store: KitStore;
	/** A further store over the same data, as another process or a restarted one has it. */
	reopen(): Promise<KitStore>;
	close(): Promise<void>;
}

/** What every store of waits must do: `waitStoreConformance({ name: 'embedded', open })`. */
export function waitStoreConformance(dialect: {
	readonly name: string;
	open(): Promise<WaitStoreUnderTest>;
}): void {
	describe(`wait store: ${dialect.name}`, () => {
		let under: WaitStoreUnderTest;
		let waits: WaitStore;

		beforeEach(async () => {
			under = await dialect.open();
			({ waits } = under.store);
		});
		afterEach(async () => await under.close());

		const ids = async (): Promise<string[]> => (await waits.pending('account', 10)).map(({ id }) => id);
		const answered = { status: 'answered', answer: Uint8Array.from([1, 2, 3]) } as const;

		test('what was begun is there for every process, whole', async () => {
			const made = aWait({
				question: aQuestion({ replies: { accepted: 'Ä "ß"', late: '', notAllowed: '' } }),
			});
			expect(await waits.begin(made)).toEqual(made);
			const other = (await under.reopen()).waits;
			expect(await other.find('account', 'w-1')).toEqual(made);
			expect(await other.find('another', 'w-1')).toBeNull();
			expect(await other.find('account', 'w-2')).toBeNull();
		});

		test('the same item asks once', async () => {
			const first = await waits.begin(aWait());
			expect(await waits.begin(aWait({ id: 'w-2', requestKey: first.requestKey }))).toEqual(first);
			expect(await ids()).toEqual(['w-1']);
			expect(await waits.begin(aWait({ id: 'w-3' }))).toMatchObject({ id: 'w-3' });
		});

		test('a change is written, null writes nothing, and what is not there is not changed', async () => {
			await waits.begin(aWait());
			const written = await waits.change('account', 'w-1', (wait) => ({ ...wait, ...answered }));
			expect(written).toMatchObject({ status: 'answered' });
			const read = await waits.find('account', 'w-1');
			expect([read?.status, [...(read?.answer ?? [])]]).toEqual(['answered', [1, 2, 3]]);
			expect(await waits.change('account', 'w-1', () => null)).toBeNull();
			expect(await waits.change('account', 'w-2', (wait) => wait)).toBeNull();
			expect((await waits.find('account', 'w-1'))?.status).toBe('answered');
		});

		test('of 100 answers at once over two processes one counts', async () => {
			await waits.begin(aWait());
			const stores = [waits, (await under.reopen()).waits];
			const answer = async (index: number) =>
				await stores[index % 2]!.change('account', 'w-1', (wait) =>
					wait.status === 'open' ? { ...wait, ...answered, answer: Uint8Array.from([index]) } : null,
				);
			const results = await Promise.all(Array.from({ length: 100 }, (_, index) => answer(index)));
			const counted = results.filter((result) => result !== null);
			expect(counted).toHaveLength(1);
			const kept = await waits.find('account', 'w-1');
			expect([...(kept?.answer ?? [])]).toEqual([...(counted[0]?.answer ?? [])]);
		});

		test('pending are those n8n was not told of, oldest first, of one account', async () => {
			for (const id of ['w-1', 'w-2', 'w-3']) await waits.begin(aWait({ id }));
			await waits.begin(aWait({ id: 'w-4', accountId: 'another' }));
			await waits.change('account', 'w-1', (wait) => ({ ...wait, status: 'expired' }));
			await waits.change('account', 'w-2', (wait) => ({ ...wait, status: 'expired', resumedAt: START }));
			expect(await ids()).toEqual(['w-1', 'w-3']);
			expect(await waits.pending('account', 1)).toHaveLength(1);
			await waits.drop('account', 'w-3');
			expect(await ids()).toEqual(['w-1']);
		});

		test('a wait is found by the message that asks, also after its end', async () => {
			await waits.begin(aWait({ question: aQuestion({ messageId: null, chatId: null }) }));
			expect(await waits.findByMessage('account', 'm-1')).toBeNull();
			const question = aQuestion({ messageId: 'm-1' });
			await waits.change('account', 'w-1', (wait) => ({ ...wait, question, status: 'expired' }));
			expect(await waits.findByMessage('account', 'm-1')).toMatchObject({ id: 'w-1', question });
			expect(await waits.findByMessage('another', 'm-1')).toBeNull();
		});

		test('an approval is waited for without a message', async () => {
			const question = { kind: 'approval', verificationId: 'v-1' } as const;
			await waits.begin(aWait({ question }));
			expect((await waits.find('account', 'w-1'))?.question).toEqual(question);
		});

		test('of a node that waits again the newest wait counts', async () => {
			const { sleeper } = aWait();
			expect(await waits.latestOf('account', '7', 'n')).toBeNull();
			await waits.begin(aWait());
			await waits.begin(aWait({ id: 'w-2' }));
			await waits.begin(aWait({ id: 'w-3', sleeper: { ...sleeper, nodeId: 'other' } }));
			await waits.begin(aWait({ id: 'w-4', sleeper: { ...sleeper, executionId: '8' } }));
			expect(await waits.latestOf('account', '7', 'n')).toBe('w-2');
		});

		test('whoever writes here is heard here, and only when something was written', async () => {
			const heard: string[] = [];
			const stop = waits.onChanged((accountId) => void heard.push(accountId));
			await waits.begin(aWait());
			await waits.change('account', 'w-1', () => null);
			expect(heard).toEqual(['account']);
			await waits.change('account', 'w-1', (wait) => wait);
			stop();
			await waits.change('account', 'w-1', (wait) => wait);
			expect(heard).toEqual(['account', 'account']);
		});

		test('waits are kept for a week after their expiry, for those who answer too late', async () => {
			await waits.begin(aWait());
			expect(await under.store.prune(START + 10 * MINUTE + 7 * DAY)).toBe(0);
			expect(await under.store.prune(START + 10 * MINUTE + 7 * DAY + 1)).toBe(1);
			expect(await waits.find('account', 'w-1')).toBeNull();
		});
	});
}
