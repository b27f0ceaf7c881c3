import type { VerificationContext } from '../../contracts/verification-store-conformance';
import { CodeWorld, wrong } from '../code-world';

export function guesses({ store, reopen, dump }: VerificationContext): void {
	test('of 1 000 guesses at once at most 5 are compared, over two processes', async () => {
		const here = new CodeWorld(store().verifications);
		const there = new CodeWorld((await reopen()).verifications);
		const { code } = await here.send();
		const results = await Promise.all(
			Array.from({ length: 1_000 }, async (_, index) => {
				const world = index % 2 === 0 ? here : there;
				return await world.check(wrong(code!, index + 1));
			}),
		);
		expect(results.filter(({ verified }) => verified)).toEqual([]);
		expect(results.filter(({ reason }) => reason === 'wrongCode')).toHaveLength(4);
		// The fifth ended it, and five more found it locked: that was the tenth check of the minute.
		expect(results.filter(({ reason }) => reason === 'locked')).toHaveLength(6);
		expect(results.filter(({ reason }) => reason === 'tooManyChecks')).toHaveLength(990);
		const verification = await store().verifications.find('account', results[0]!.verificationId!);
		expect(verification).toMatchObject({ status: 'failed', tries: 5, error: 'tooManyTries' });
		// The right one comes too late.
		expect(await here.check(code!)).toMatchObject({ verified: false });
	}, 60_000);

	test('of 200 checks with the right code at once exactly one is verified', async () => {
		const here = new CodeWorld(store().verifications);
		const { code } = await here.send();
		const results = await Promise.all(Array.from({ length: 200 }, async () => await here.check(code!)));
		expect(results.filter(({ verified }) => verified)).toHaveLength(1);
	});

	test('no code is anywhere in the database', async () => {
		const world = new CodeWorld(store().verifications);
		const sent = [
			await world.send({ length: 10, onResend: 'sameCode' }),
			await world.send({ length: 10, purpose: 'pay', callerKey: 'caller-203-0-113-7' }, '+442079460123'),
		];
		await world.check(sent[0]!.code!);
		const text = await dump();
		expect(text).toContain('+442079460123');
		for (const { code } of sent) {
			expect(text).not.toContain(code);
			expect(text).not.toContain(Buffer.from(code!).toString('hex'));
		}
		expect(text).not.toContain('203-0-113-7');
	});
}
