import type { LedgerAnswer, Reservation } from '../../../../sessions/governor/ledger';
import { DAY_MS, PRESETS, type LimitPolicy } from '../../../../sessions/governor/limit-policy';
import { alice, entry, take } from '../../../storage/conformance/records';
import type { Context } from '../../../storage/conformance/records';
import { person, policyOf } from '../policies';
import { testGovernor } from './test-governor';

export function books({ store, reopen }: Context): void {
	const start = (rules: Partial<LimitPolicy>, account?: string) =>
		testGovernor(store(), policyOf(rules), account);

	test('a window of each length counts what went out in it, and lets go when the first leaves it', async () => {
		const { clock, governor } = start({ perMinute: 3 });
		const began = clock.now();
		for (const at of [0, 10, 500]) {
			clock.skip(began + at - clock.now());
			expect(await governor.reserve(person('1'), 'message')).toMatchObject({ granted: true });
		}
		const refusal = { granted: false, rule: 'perMinute', retryAt: began + 60_000 };
		expect(await governor.reserve(person('2'), 'message')).toEqual(refusal);
		clock.skip(60_000 - 500);
		expect(await governor.reserve(person('2'), 'message')).toMatchObject({ granted: true });
		expect(await governor.reserve(person('2'), 'message')).toMatchObject({ retryAt: began + 60_010 });
	});

	test('all rules or none: a refused send leaves nothing behind', async () => {
		const { clock, governor } = start({ perMinute: 2, perRecipientGapMs: 3_600_000 });
		await granted(governor.reserve(person('1'), 'message'));
		for (let again = 0; again < 5; again++) {
			expect(await governor.reserve(person('1'), 'message')).toMatchObject({ rule: 'perRecipientGap' });
		}
		clock.skip(1);
		expect(await governor.reserve(person('2'), 'message')).toMatchObject({ granted: true });
		expect(await governor.reserve(person('3'), 'message')).toMatchObject({ rule: 'perMinute' });
	});

	test('the limit is one for every process, and is still there after a restart', async () => {
		const policy = policyOf({ perHour: 2 });
		const first = testGovernor(store(), policy).governor;
		const second = testGovernor(await reopen(), policy).governor;
		await granted(first.reserve(person('1'), 'message'));
		await granted(second.reserve(person('2'), 'message'));
		for (const governor of [first, second, testGovernor(await reopen(), policy).governor])
			expect(await governor.reserve(person('3'), 'message')).toMatchObject({ rule: 'perHour' });
		expect(await start({ perHour: 2 }, 'other').governor.reserve(person('3'), 'message')).toMatchObject({
			granted: true,
		});
	});

	test('what is given back is free again, wherever it stood', async () => {
		for (const which of [0, 1, 2]) {
			const { clock, governor } = start({ perMinute: 3 }, `account-${which}`);
			const reservations: Reservation[] = [];
			for (let count = 0; count < 3; count++) {
				reservations.push(await granted(governor.reserve(person(`${count}`), 'message')));
				clock.skip(10);
			}
			await governor.giveBack(reservations[which]!);
			await governor.giveBack(reservations[which]!);
			await granted(governor.reserve(person('9'), 'message'));
			const next = [reservations[1]!.at, reservations[0]!.at, reservations[0]!.at][which]!;
			expect(await governor.reserve(person('9'), 'message')).toMatchObject({ retryAt: next + 60_000 });
		}
	});

	test('everything given back is as if nothing had been sent', async () => {
		const { governor } = start({ perHour: 1, newChatsPerDay: 1, perRecipientGapMs: 9_000 });
		const one = await granted(governor.reserve(person('1'), 'verification'));
		await governor.giveBack(one);
		const other = await granted(governor.reserve(person('2'), 'message'));
		await governor.giveBack(other);
		await granted(governor.reserve(person('1'), 'verification'));
	});

	test('the books of a reservation given back can be found after others moved', async () => {
		const { clock, governor } = start({ perHour: 4 });
		const all: Reservation[] = [];
		for (let count = 0; count < 4; count++) {
			all.push(await granted(governor.reserve(person('1'), 'message')));
			clock.skip(1);
		}
		await governor.giveBack(all[0]!);
		await governor.giveBack(all[2]!);
		await governor.giveBack(all[1]!);
		const free = [];
		for (let count = 0; count < 3; count++) free.push(await governor.reserve(person('1'), 'message'));
		expect(free.every(({ granted: yes }) => yes)).toBe(true);
		expect(await governor.reserve(person('1'), 'message')).toMatchObject({ retryAt: all[3]!.at + 3_600_000 });
	});

	test('a chat begun today stays begun when only its first message is given back', async () => {
		const { governor } = start({ newChatsPerDay: 1 });
		const first = await granted(governor.reserve(person('1'), 'message'));
		await granted(governor.reserve(person('1'), 'message'));
		await governor.giveBack(first);
		expect(await governor.reserve(person('2'), 'message')).toMatchObject({ rule: 'newChatsPerDay' });
		await granted(governor.reserve(person('1'), 'message'));
	});

	test('who wrote to the account is nobody new, by whichever id they wrote', async () => {
		const { governor } = start({ newChatsPerDay: 1 });
		const account = store().accountStore(await take(store(), alice, 0, 'account'), {});
		await account.commit({}, [entry('e1', { chatId: '77@lid' })]);
		await granted(governor.reserve(person('new'), 'message'));
		const known = { key: '+4915', chats: ['4915@s.whatsapp.net', '77@lid'], isGroup: false };
		await granted(governor.reserve(known, 'message'));
		expect(
			await governor.reserve({ ...known, key: '+16', chats: ['16@s.whatsapp.net'] }, 'message'),
		).toMatchObject({
			rule: 'newChatsPerDay',
		});
		const [seq] = await account.commit({}, [entry('e2', { chatId: '88@lid' })]);
		await account.discardReceived([seq!]);
		expect(await governor.reserve({ ...known, key: '+17', chats: ['88@lid'] }, 'message')).toMatchObject({
			granted: false,
		});
	});

	test('after a refused new chat replies go on, for everybody, until the time is over', async () => {
		const { clock, governor } = start({ restrictionMs: 1_000 });
		const account = store().accountStore(await take(store(), alice, 0, 'account'), {});
		await account.commit({}, [entry('e1', { chatId: '4915@s.whatsapp.net' })]);
		await governor.restrict();
		const elsewhere = testGovernor(await reopen(), policyOf({ restrictionMs: 1_000 })).governor;
		expect(await elsewhere.reserve(person('1'), 'message')).toMatchObject({
			rule: 'restriction',
			retryAt: clock.now() + 1_000,
		});
		await granted(elsewhere.reserve(person('4915'), 'message'));
		clock.skip(1_000);
		await granted(governor.reserve(person('1'), 'message'));
	});

	test('a warm-up begins with the first send and goes on over a restart', async () => {
		const rules = { ...PRESETS.standard, warmUpDays: 2, gapMs: 0, gapJitterMs: 0 };
		const policy = { ...rules, newChatsPerDay: null };
		const before = testGovernor(store(), policy);
		await granted(before.governor.reserve(person('1'), 'message'));
		const after = testGovernor(await reopen(), policy);
		after.clock.skip(DAY_MS);
		const goes = async () => (await after.governor.reserve(person('1'), 'message')).granted;
		let sent = 0;
		while (sent < 20) {
			if (!(await goes())) {
				const answer = await after.governor.reserve(person('1'), 'message');
				if (answer.granted) throw new Error('granted after all');
				if (answer.rule !== 'gap') break;
				after.clock.skip(answer.retryAt - after.clock.now());
			} else sent += 1;
		}
		// Half way from 4 to 12.
		expect(sent).toBe(8);
		expect(await store().readLimits('account')).toEqual({
			warmUpSince: before.clock.now(),
			restrictedAt: null,
		});
	});

	test('a clock set far back does not stop the account until it has caught up', async () => {
		const { clock, governor } = start({ perMinute: 1 });
		await granted(governor.reserve(person('1'), 'message'));
		clock.skip(-7 * DAY_MS);
		expect(await governor.reserve(person('1'), 'message')).toMatchObject({ retryAt: clock.now() + 60_000 });
		clock.skip(60_000);
		await granted(governor.reserve(person('1'), 'message'));
	});

	test('clocks a little apart count what the other sent, never in the wrong order', async () => {
		const { clock, governor } = start({ perMinute: 2 });
		const ahead = await granted(governor.reserve(person('1'), 'message'));
		clock.skip(-5_000);
		const behind = await granted(governor.reserve(person('1'), 'message'));
		expect(behind.at).toBe(ahead.at);
		expect(await governor.reserve(person('1'), 'message')).toMatchObject({ retryAt: ahead.at + 60_000 });
	});

	test('old books are thrown away, and what still counts is not', async () => {
		const { clock, governor } = start({ perDay: 3, newChatsPerDay: 2 });
		for (const name of ['1', '2']) await granted(governor.reserve(person(name), 'message'));
		clock.skip(2 * DAY_MS + 1);
		await granted(governor.reserve(person('3'), 'message'));
		// Account, recipient and new chat of the first two.
		expect(await store().prune(clock.now())).toBe(6);
		await granted(governor.reserve(person('1'), 'message'));
		await granted(governor.reserve(person('2'), 'message'));
		expect(await governor.reserve(person('2'), 'message')).toMatchObject({ rule: 'perDay' });
		clock.skip(181 * DAY_MS);
		expect(await store().prune(clock.now())).toBeGreaterThan(9);
		expect(await store().prune(clock.now())).toBe(0);
		for (const name of ['1', '2']) await granted(governor.reserve(person(name), 'message'));
		expect(await governor.reserve(person('3'), 'message')).toMatchObject({ rule: 'newChatsPerDay' });
	});
}

async function granted(asking: Promise<LedgerAnswer>): Promise<Reservation> {
	const answer = await asking;
	if (!answer.granted) throw new Error(`refused by ${answer.rule}`);
	return answer.reservation;
}
