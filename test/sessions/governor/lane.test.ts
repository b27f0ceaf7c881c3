import { getEventListeners } from 'node:events';
import type { LaneAnswer } from '../../../sessions/governor/lane';
import { settle } from '../../fixtures/manual-clock';
import { told } from '../../fixtures/told';
import { OneByOne } from './lane-world';

describe('lane', () => {
	let account: OneByOne;

	beforeEach(() => {
		account = new OneByOne();
	});
	afterEach(() => account.close());

	test('sends go in the order they came, each as soon as it may', async () => {
		for (const name of ['a', 'b', 'c']) void account.enter(name);
		await settle();
		expect(account.gone).toEqual(['a']);
		await account.clock.advance(999);
		expect(account.gone).toEqual(['a']);
		await account.clock.advance(1);
		expect(account.gone).toEqual(['a', 'b']);
		await account.clock.advance(1_000);
		expect(account.gone).toEqual(['a', 'b', 'c']);
		expect(account.lane.size).toBe(0);
		expect(account.clock.sleeping).toBe(0);
	});

	test('however many wait, only the one whose turn it is asks, and there is one timer', async () => {
		for (let count = 0; count < 50; count++) void account.enter(`m${count}`);
		await settle();
		expect(account.asked).toEqual(['m0', 'm1']);
		expect(account.clock.sleeping).toBe(1);
		await account.clock.advance(1_000);
		expect(account.asked).toEqual(['m0', 'm1', 'm1', 'm2']);
		expect(account.clock.sleeping).toBe(1);
	});

	test('one that has to wait for its own recipient does not hold up the others', async () => {
		account.own.set('slow', account.clock.now() + 10_000);
		const slow = account.enter('slow');
		void account.enter('quick');
		await settle();
		expect(account.gone).toEqual(['quick']);
		await account.clock.advance(10_000);
		expect(await told(slow)).toMatchObject({ granted: true });
		expect(account.gone).toEqual(['quick', 'slow']);
	});

	test('verification goes before everything that waits', async () => {
		for (const name of ['a', 'b', 'c']) void account.enter(name);
		await settle();
		void account.enter('code', { kind: 'verification' });
		await account.clock.advance(1_000);
		expect(account.gone).toEqual(['a', 'code']);
		await account.clock.advance(2_000);
		expect(account.gone).toEqual(['a', 'code', 'b', 'c']);
	});

	test('a message that comes while a verification waits for its turn does not overtake it', async () => {
		void account.enter('a');
		await settle();
		void account.enter('code', { kind: 'verification' });
		await settle();
		const soon = await account.ask('b', { waitMs: 0 });
		expect(soon).toMatchObject({ granted: false, rule: 'gap' });
		await account.clock.advance(1_000);
		expect(account.gone).toEqual(['a', 'code']);
	});

	test('what has no room for a verification lets no message go before it', async () => {
		const full = account.clock.now() + 20_000;
		account.full.set('code', full);
		void account.enter('code', { kind: 'verification' });
		await settle();
		expect(await account.ask('now', { waitMs: 0 })).toEqual({
			granted: false,
			retryAt: full,
			rule: 'perMinute',
		});
		void account.enter('later');
		await account.clock.advance(20_000);
		expect(account.asked).not.toContain('now');
		expect(account.gone).toEqual(['code']);
		await account.clock.advance(1_000);
		expect(account.gone).toEqual(['code', 'later']);
	});

	test('a message is held back just before a verification whose recipient is free soon', async () => {
		const soon = account.clock.now() + 900;
		account.own.set('code', soon);
		void account.enter('code', { kind: 'verification' });
		await settle();
		expect(await account.ask('a', { waitMs: 0 })).toEqual({ granted: false, retryAt: soon, rule: 'gap' });
		await account.clock.advance(900);
		expect(account.gone).toEqual(['code']);
	});

	test('a verification does not wait for another one whose recipient is free soon', async () => {
		account.own.set('first', account.clock.now() + 900);
		void account.enter('first', { kind: 'verification' });
		await settle();
		void account.enter('second', { kind: 'verification' });
		await settle();
		expect(account.gone).toEqual(['second']);
	});

	test('a turn that comes exactly at the deadline is in time', async () => {
		void account.enter('a');
		const last = account.enter('b', { waitMs: 1_000 });
		await account.clock.advance(1_000);
		expect(await told(last)).toMatchObject({ granted: true });
	});

	test('its size counts everybody who waits, and nobody who is done is listened to', async () => {
		const { signal } = new AbortController();
		const gone = account.enter('a', { signal });
		await told(gone);
		expect(getEventListeners(signal, 'abort')).toHaveLength(0);
		void account.enter('b', { signal });
		void account.enter('code', { kind: 'verification' });
		await settle();
		expect(account.lane.size).toBe(2);
		expect(getEventListeners(signal, 'abort')).toHaveLength(1);
	});

	test('while a verification waits for its recipient, messages go, but leave its place free', async () => {
		account.own.set('code', account.clock.now() + 5_000);
		void account.enter('code', { kind: 'verification' });
		await settle();
		void account.enter('a');
		await settle();
		expect(account.asked).toEqual(['code', 'a leaving 1']);
		expect(account.gone).toEqual(['a']);
		await account.clock.advance(4_500);
		// A gap begun now would last beyond its turn.
		void account.enter('b');
		await account.clock.advance(500);
		expect(account.gone).toEqual(['a', 'code']);
		await account.clock.advance(1_000);
		expect(account.gone).toEqual(['a', 'code', 'b']);
	});

	test('the places kept for a verification are free when it goes away', async () => {
		account.own.set('code', account.clock.now() + 600);
		const leaving = new AbortController();
		const code = account.enter('code', { kind: 'verification', signal: leaving.signal });
		await settle();
		void account.enter('a');
		await settle();
		expect(account.gone).toEqual([]);
		leaving.abort(new Error('gone'));
		await expect(told(code)).rejects.toThrow('gone');
		await settle();
		expect(account.gone).toEqual(['a']);
	});

	test('what was kept back for a verification is free when it goes away', async () => {
		account.own.set('code', account.clock.now() + 5_000);
		account.full.set('a leaving 1', account.clock.now() + 30_000);
		const leaving = new AbortController();
		void account.enter('code', { kind: 'verification', signal: leaving.signal });
		await settle();
		void account.enter('a');
		await settle();
		expect(account.gone).toEqual([]);
		leaving.abort(new Error('gone'));
		await settle();
		expect(account.gone).toEqual(['a']);
	});

	test('what a verification had no room for holds up nobody when it went away', async () => {
		account.full.set('code', account.clock.now() + 20_000);
		const leaving = new AbortController();
		void account.enter('code', { kind: 'verification', signal: leaving.signal });
		await settle();
		leaving.abort(new Error('gone'));
		expect(await account.ask('a', { waitMs: 0 })).toMatchObject({ granted: true });
	});

	test('what a verification had no room for holds up nobody while another one waits for its recipient', async () => {
		account.full.set('code', account.clock.now() + 20_000);
		account.own.set('later', account.clock.now() + 30_000);
		const leaving = new AbortController();
		void account.enter('later', { kind: 'verification' });
		await settle();
		void account.enter('code', { kind: 'verification', signal: leaving.signal });
		await settle();
		leaving.abort(new Error('gone'));
		expect(await account.ask('a', { waitMs: 0 })).toMatchObject({ granted: true });
	});

	test('one verification that has no room holds messages up, also while another one waits for its recipient', async () => {
		const full = account.clock.now() + 20_000;
		account.own.set('later', account.clock.now() + 10_000);
		void account.enter('later', { kind: 'verification' });
		await settle();
		account.full.set('code', full);
		void account.enter('code', { kind: 'verification' });
		await settle();
		const held = { granted: false, retryAt: full, rule: 'perMinute' };
		expect(await account.ask('a', { waitMs: 0 })).toEqual(held);
	});

	test('a message whose gap ends when the turn of a verification comes goes before it', async () => {
		account.own.set('code', account.clock.now() + account.gapMs);
		void account.enter('code', { kind: 'verification' });
		await settle();
		expect(await account.ask('a', { waitMs: 0 })).toMatchObject({ granted: true });
		await account.clock.advance(account.gapMs);
		expect(account.gone).toEqual(['a', 'code']);
	});

	test('whoever cannot come in time is told at once, when and why', async () => {
		const began = account.clock.now();
		void account.enter('a');
		await settle();
		expect(await account.ask('b', { waitMs: 999 })).toEqual({
			granted: false,
			retryAt: began + 1_000,
			rule: 'gap',
		});
		expect(await account.ask('c', { waitMs: 0 })).toMatchObject({ granted: false, retryAt: began + 1_000 });
		expect(account.asked).toEqual(['a', 'b']);
	});

	test('who waits behind others is told as soon as its turn cannot come in time', async () => {
		for (const name of ['a', 'b', 'c']) void account.enter(name);
		let answer: LaneAnswer | undefined;
		void account.enter('d', { waitMs: 1_500 }).then((given) => (answer = given));
		await account.clock.advance(999);
		expect(answer).toBeUndefined();
		await account.clock.advance(1);
		// b went, and c is before it: not before a second later.
		expect(answer).toMatchObject({ granted: false, rule: 'gap', retryAt: account.clock.now() + 1_000 });
		expect(account.gone).toEqual(['a', 'b']);
	});

	test('a place granted to somebody who left meanwhile is given back', async () => {
		const leaving = new AbortController();
		const waiting = account.enter('a', { signal: leaving.signal });
		leaving.abort(new Error('cancelled'));
		await expect(told(waiting)).rejects.toThrow('cancelled');
		await settle();
		expect(account.gone).toEqual(['a', 'a given back']);
	});

	test('who left while the one before was asked for is not asked for', async () => {
		const leaving = new AbortController();
		account.meanwhile.set('a', () => leaving.abort(new Error('cancelled')));
		const [first, second] = [account.enter('a'), account.enter('b', { signal: leaving.signal })];
		expect(await told(first)).toMatchObject({ granted: true });
		await expect(told(second)).rejects.toThrow('cancelled');
		expect(account.asked).toEqual(['a']);
	});

	test('times that have passed already are tried again, until the deadline', async () => {
		const began = account.clock.now();
		const asked: number[] = [];
		const waiting = account.lane.enter({
			kind: 'message',
			deadline: began + 3,
			signal: new AbortController().signal,
			ask: async () => {
				asked.push(account.clock.now() - began);
				return await Promise.resolve({ granted: false, retryAt: began, rule: 'gap' });
			},
			giveBack: () => undefined,
		});
		await account.clock.advance(10);
		expect(await told(waiting)).toEqual({ granted: false, retryAt: began, rule: 'gap' });
		expect(asked).toEqual([0, 1, 2, 3]);
	});

	test('it sleeps until the first moment at which anything can change', async () => {
		account.own.set('a', account.clock.now() + 10_000);
		account.own.set('b', account.clock.now() + 20_000);
		for (const name of ['a', 'b']) void account.enter(name, { waitMs: 20_000 });
		await account.clock.advance(20_000);
		expect(account.gone).toEqual(['a', 'b']);
		// Each is asked for when it comes and when its time has come.
		expect(account.asked).toEqual(['a', 'b', 'a', 'b']);
		expect(account.clock.naps).toBe(2);
	});

	test('who comes with a signal that has fired is not asked for', async () => {
		const entering = account.ask('a', { signal: AbortSignal.abort(new Error('before')) });
		await expect(entering).rejects.toThrow('before');
		expect(account.asked).toEqual([]);
	});

	test('a store that fails ends the wait of the one who asked, not of the others', async () => {
		const failing = account.lane.enter({
			kind: 'message',
			deadline: account.clock.now() + 1_000,
			signal: new AbortController().signal,
			ask: async () => await Promise.reject(new Error('disk')),
			giveBack: () => undefined,
		});
		const other = account.enter('other');
		await expect(told(failing)).rejects.toThrow('disk');
		expect(await told(other)).toMatchObject({ granted: true });
	});

	test('looking afresh asks everybody again, also those who were told a time', async () => {
		account.own.set('a', account.clock.now() + 30_000);
		void account.enter('a');
		await settle();
		account.own.delete('a');
		account.lane.pump();
		await settle();
		expect(account.gone).toEqual([]);
		account.lane.pump({ afresh: true });
		await settle();
		expect(account.gone).toEqual(['a']);
	});

	test('closing ends every wait and the timer', async () => {
		void account.enter('a');
		const waiting = account.enter('b');
		await settle();
		account.close();
		await expect(told(waiting)).rejects.toThrow('closed');
		expect(account.clock.sleeping).toBe(0);
	});
});
