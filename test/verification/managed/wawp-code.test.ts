import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AccountVerifications } from '../../../runtime/kit';
import type { WawpSimulator } from '../../gateways/wawp/wawp-simulator';
import { MINUTE } from '../a-verification';
import { wrong } from '../code-world';
import { ANA, DIGITS, ManagedWorld } from './managed-world';

describe('a code that Wawp keeps', () => {
	let world: ManagedWorld<WawpSimulator>;
	let verifications: AccountVerifications;

	beforeEach(async () => {
		world = await ManagedWorld.wawp();
		verifications = world.process();
	});
	afterEach(async () => await world.close());

	const send = async (fields: object = {}, more: object = {}) =>
		await verifications.managed!.codes!.sendManaged({
			recipient: ANA,
			fields,
			requestKey: world.item(),
			...more,
		});
	const check = async (code: string, more: object = {}) =>
		await verifications.codes.check({ recipient: ANA, code, ...more });
	const shown = (): string => world.simulator.verifications.codeOf(DIGITS)!;
	const status = async () => await verifications.codes.getStatus({ recipient: ANA });
	const asked = () => world.simulator.asked(/otp\/verify$/u).length;

	it('leaves as Wawp is told, and proves the number that types it', async () => {
		const sent = await send({ language: 'de', footer: 'Shop' });
		expect(sent).toMatchObject({ status: 'requested', outcome: 'sent' });
		expect(sent.code).toBeUndefined();
		expect(world.simulator.verifications.sent).toEqual([
			{ path: '/auth/otp/send', fields: { chatId: DIGITS, lang: 'de', footer: 'Shop' } },
		]);
		expect(await check(wrong(shown()))).toMatchObject({
			verified: false,
			reason: 'wrongCode',
			attemptsRemaining: 4,
		});
		expect(await check(` ${shown().slice(0, 3)}-${shown().slice(3)}`, { listId: 7 })).toMatchObject({
			verified: true,
			reason: null,
			verificationId: sent.verificationId,
		});
		expect(world.simulator.verifications.listed).toEqual([{ chatId: DIGITS, listId: 7 }]);
		expect(await status()).toMatchObject({ status: 'validated', phone_number: ANA, method: 'code' });
	});

	it('is right once', async () => {
		await send();
		const code = shown();
		await check(code);
		expect(await check(code)).toMatchObject({ verified: false, reason: 'alreadyUsed' });
		expect(asked()).toBe(1);
	});

	it('is known to Wawp and the person alone', async () => {
		const sent = await send();
		const code = shown();
		await check(code);
		const files = readdirSync(world.folder).map((name) => readFileSync(join(world.folder, name), 'latin1'));
		expect(JSON.stringify([sent, world.logger.lines, ...files])).not.toContain(code);
	});

	it('keeps the minute between two requests to one number, known before Wawp is asked', async () => {
		await send();
		await expect(send()).rejects.toMatchObject({ code: 'limited', reason: 'verificationCooldown' });
		expect(world.simulator.asked(/otp\/send$/u)).toHaveLength(1);
		await world.clock.advance(MINUTE);
		await send();
		expect(world.simulator.asked(/otp\/send$/u)).toHaveLength(2);
	});

	it('is locked after five wrong ones, and a new one waits for the lock to end', async () => {
		await send();
		const code = shown();
		for (let by = 1; by <= 4; by += 1) expect((await check(wrong(code, by))).attemptsRemaining).toBe(5 - by);
		const last = await check(wrong(code, 5));
		expect(last).toMatchObject({ verified: false, status: 'failed', rule: 'locked', attemptsRemaining: 0 });
		expect(last.lockedUntil).toBe(new Date(world.clock.now() + 15 * MINUTE).toISOString());
		expect(await check(code)).toMatchObject({ verified: false, reason: 'locked' });
		expect(asked()).toBe(5);
		await world.clock.advance(MINUTE);
		await expect(send()).rejects.toMatchObject({ code: 'limited', reason: 'locked' });
		await world.clock.advance(14 * MINUTE);
		await send();
	});

	it('lets 200 checks at once try no more codes than there are tries', async () => {
		await send();
		const code = shown();
		const checks = Array.from({ length: 200 }, async (_, by) => await check(wrong(code, by + 1)));
		const all = Promise.all(checks);
		await passTime(all);
		const results = await all;
		expect(results.some(({ verified }) => verified)).toBe(false);
		expect(asked()).toBeLessThanOrEqual(5);
		expect(await status()).toMatchObject({ status: 'failed', error: 'tooManyTries' });
	});

	it('is right for one of two that type it at once, and used up for the other', async () => {
		await send();
		const code = shown();
		const both = Promise.all([check(code), check(code)]);
		await passTime(both);
		const reasons = (await both).map(({ reason }) => reason);
		expect([...reasons].sort()).toEqual(['alreadyUsed', null].sort());
		expect(asked()).toBe(1);
	});

	async function passTime(work: Promise<unknown>): Promise<void> {
		let isOver = false;
		void work.finally(() => (isOver = true)).catch(() => undefined);
		while (!isOver) {
			await new Promise((resolve) => setTimeout(resolve, 1));
			await world.clock.advance(20);
		}
	}
});
