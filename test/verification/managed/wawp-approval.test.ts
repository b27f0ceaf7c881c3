import type { AccountVerifications } from '../../../runtime/kit';
import type { WawpSimulator } from '../../gateways/wawp/wawp-simulator';
import { MINUTE } from '../a-verification';
import { ANA, DIGITS, ManagedWorld } from './managed-world';

const STATUS = /list\/verify$/u;
const SEND = /list\/send$/u;

describe('an approval that Wawp keeps', () => {
	let world: ManagedWorld<WawpSimulator>;
	let verifications: AccountVerifications;

	beforeEach(async () => {
		world = await ManagedWorld.wawp();
		verifications = world.process();
	});
	afterEach(async () => await world.close());

	const send = async (fields: object = {}, recipient = ANA, requestKey = world.item()) =>
		await verifications.managed!.approvals!.sendManaged({ recipient, fields, requestKey });
	/** As it is written down; nobody is asked. */
	const stored = async (id: string) => await world.store.find('account', id);
	const polls = () => world.simulator.verifications.polls;
	const tap = (row: 'approve' | 'reject') =>
		world.simulator.verifications.tap(world.simulator.verifications.lastList(), row);

	it('leaves as Wawp is told: the first row approves', async () => {
		const sent = await send({
			...{ title: 'Sign in?', approveText: 'Yes', rejectText: 'No', buttonText: 'Open', footer: 'Shop' },
			...{ description: 'Somebody signs in.', device: 'Firefox' },
		});
		expect(sent).toMatchObject({
			...{ status: 'requested', outcome: 'sent' },
			expiresAt: new Date(world.clock.now() + 15 * MINUTE).toISOString(),
		});
		expect(world.simulator.verifications.sent).toEqual([
			{
				path: '/auth/list/send',
				fields: {
					...{ chatId: DIGITS, title: 'Sign in?', item1: 'Yes', item2: 'No', button: 'Open' },
					...{ description: 'Somebody signs in.\n\n• Firefox', footer: 'Shop' },
				},
			},
		]);
	});

	it.each([
		['approve', 'validated', null],
		['reject', 'rejected', 'rejected'],
	] as const)('hears of a tap to %s by asking', async (row, status, error) => {
		const { verificationId } = await send();
		await world.pass(5_000, async () => polls().length >= 2);
		tap(row);
		await world.pass(5_000, async () => (await stored(verificationId))?.status === status);
		expect(await stored(verificationId)).toMatchObject({ status, error, phone: ANA });
		const asked = polls().length;
		await world.pass(10_000);
		expect(polls()).toHaveLength(asked);
	});

	it('asks no faster than every 2 s, however many are live and processes ask', async () => {
		const numbers = ['+5511987654301', '+5511987654302', '+5511987654303', '+5511987654304'];
		const sent = [];
		for (const number of numbers) sent.push(await send({}, number));
		const other = world.process();
		await other.approvals.getStatus(sent[0]!.verificationId);
		await world.pass(60_000, async () => polls().length >= 20);
		const gaps = polls()
			.slice(1)
			.map((at, index) => at - polls()[index]!);
		expect(Math.min(...gaps)).toBeGreaterThanOrEqual(2_000);
		const ids = world.simulator.asked(STATUS).map(({ body }) => (body as { auth_id: string }).auth_id);
		expect(new Set(ids.slice(0, 12)).size).toBe(4);
	});

	it('expires when Wawp says so or its time is over, and is asked about no more', async () => {
		const { verificationId } = await send();
		await world.clock.advance(15 * MINUTE);
		expect(await verifications.approvals.getStatus(verificationId)).toMatchObject({
			...{ status: 'expired', error: 'expired', validated_at: null },
		});
		tap('approve');
		const asked = polls().length;
		await world.pass(30_000);
		expect(polls()).toHaveLength(asked);
		expect(await verifications.approvals.getStatus(verificationId)).toMatchObject({ status: 'expired' });
	});

	it('counts no answer after it was cancelled or replaced', async () => {
		const first = await send();
		const list = world.simulator.verifications.lastList();
		await world.clock.advance(MINUTE);
		const second = await send();
		expect(await stored(first.verificationId)).toMatchObject({ status: 'failed', error: 'replaced' });
		world.simulator.verifications.tap(list, 'approve');
		expect(await verifications.approvals.cancel(second.verificationId)).toMatchObject({
			...{ cancelled: true, status: { status: 'failed', error: 'cancelled' } },
		});
		tap('approve');
		await world.pass(10_000);
		expect(await stored(first.verificationId)).toMatchObject({ status: 'failed' });
		expect(await verifications.approvals.cancel(second.verificationId)).toMatchObject({ cancelled: false });
	});

	it('is asked about on after a restart, as soon as somebody listens', async () => {
		const { verificationId } = await send();
		await world.restart();
		tap('approve');
		const told: string[] = [];
		const again = world.process();
		const stop = again.listen({
			...{ id: 'w:n', resume: true, durable: true },
			deliver: async ({ status }) => void told.push(await Promise.resolve(status)),
		});
		await world.pass(10_000, async () => (await stored(verificationId))?.status === 'validated');
		await world.pass(5_000, async () => await Promise.resolve(told.includes('validated')));
		expect(told.filter((status) => status === 'validated')).toHaveLength(1);
		stop();
	});

	it('waits as long as Wawp says when it was asked too often', async () => {
		const { verificationId } = await send();
		await world.pass(5_000, async () => await Promise.resolve(polls().length >= 1));
		const answer = { status: 429, body: { message: 'Too fast' }, headers: { 'retry-after': '60' } };
		const asked = () => world.simulator.asked(STATUS).length;
		world.simulator.failNext(STATUS, { kind: 'answer', answer });
		const before = asked();
		await world.pass(10_000, async () => await Promise.resolve(asked() > before));
		await world.pass(1_000);
		const held = asked();
		await world.pass(50_000);
		expect(asked()).toBe(held);
		// Nor does whoever asks by hand.
		await verifications.approvals.getStatus(verificationId);
		expect(asked()).toBe(held);
		tap('approve');
		await world.pass(30_000, async () => (await stored(verificationId))?.status === 'validated');
	});

	it('backs off while Wawp has trouble, says so once, and hears the answer afterwards', async () => {
		for (let fault = 0; fault < 4; fault += 1)
			world.simulator.failNext(STATUS, { kind: 'text', status: fault % 2 ? 502 : 200, text: '<html>' });
		const { verificationId } = await send();
		const asked = () => world.simulator.asked(STATUS).length;
		await world.pass(20_000, async () => await Promise.resolve(asked() >= 3));
		tap('approve');
		await world.pass(60_000, async () => (await stored(verificationId))?.status === 'validated');
		const told = world.logger.lines.filter((line) => JSON.stringify(line).includes('it is asked again'));
		expect(told).toHaveLength(1);
	});

	it('has failed at once when nobody knows under which id it could be asked about, and is never sent twice', async () => {
		world.simulator.failNext(SEND, { kind: 'reset' });
		const sent = await send({}, ANA, 'one item');
		expect(sent).toMatchObject({ status: 'failed', outcome: 'unknown' });
		expect(await stored(sent.verificationId)).toMatchObject({ status: 'failed', error: 'lost' });
		await world.clock.advance(2 * MINUTE);
		expect(await send({}, ANA, 'one item')).toEqual(sent);
		expect(world.simulator.asked(SEND)).toHaveLength(1);
	});

	it.each([
		['approved, but not verified', { code: 'success', status: 'approved', verified: false }],
		['verified, but pending', { code: 'success', status: 'pending', verified: true }],
		['verified without a status', { code: 'success', verified: true }],
		['an error that approves', { code: 'invalid_request', status: 'approved', verified: true }],
		['two that differ', { status: 'approved', data: { status: 'rejected' } }],
		['words', 'approved'],
	])('is not approved by an answer that is %s', async (_name, body) => {
		const { verificationId } = await send();
		const fault = { kind: 'answer', answer: { status: 200, body } } as const;
		for (let times = 0; times < 3; times += 1) world.simulator.failNext(STATUS, fault);
		const asked = () => world.simulator.asked(STATUS).length;
		await world.pass(30_000, async () => await Promise.resolve(asked() >= 3));
		expect((await stored(verificationId))?.status).toBe('requested');
	});

	it('is for one person alone', async () => {
		await expect(send({}, '120363000000000000@g.us')).rejects.toMatchObject({ code: 'invalidInput' });
	});

	it('keeps the minute that codes to the same number keep, too', async () => {
		await send();
		const code = verifications.managed!.codes!.sendManaged({
			...{ recipient: ANA, fields: {}, requestKey: world.item() },
		});
		await expect(code).rejects.toMatchObject({ code: 'limited', reason: 'verificationCooldown' });
	});
});
