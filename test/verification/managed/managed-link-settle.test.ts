import { verificationItem } from '../../../verification/verification-item';
import { fc } from '../../fixtures/properties';
import { WhatsAuthSimulator } from '../../gateways/whatsAuth/whats-auth-simulator';
import { MINUTE } from '../a-verification';
import { openVerifications, type OpenVerifications } from '../open-verifications';
import { ANA, ManagedLinkWorld } from './managed-link-world';

const BEA = '+442079460123';

let opened: OpenVerifications;
let simulator: WhatsAuthSimulator;
let world: ManagedLinkWorld;

beforeEach(async () => {
	opened = await openVerifications();
	simulator = await new WhatsAuthSimulator().listen();
	world = new ManagedLinkWorld(opened.store, simulator);
});
afterEach(async () => {
	await simulator.close();
	await opened.dispose();
});

const kept = async (id: string) => verificationItem((await world.store.find('account', id))!);

describe('what the other side tells of a link', () => {
	it('proves the number once', async () => {
		const { code, verificationId } = await world.create({ expiryMinutes: 5 });
		const now = world.clock.now();
		expect(await world.told(code)).toMatchObject({ agreed: true, fresh: true });
		const proven = await kept(verificationId);
		expect(proven).toMatchObject({
			status: 'validated',
			phone_number: ANA,
			profile_name: 'Ana',
			validated_at: new Date(now).toISOString(),
			error: null,
		});
		await world.clock.advance(MINUTE);
		expect(await world.told(code)).toMatchObject({ agreed: true, fresh: false, item: proven });
		expect(await world.told(code, { phone: BEA })).toMatchObject({ agreed: false, item: proven });
		expect(await kept(verificationId)).toEqual(proven);
	});

	it('is new to each hearer once, and again to one that could not take it', async () => {
		const { code } = await world.create();
		const { fresh, giveBack } = await world.told(code, {}, 'one');
		expect(fresh).toBe(true);
		expect((await world.told(code, {}, 'two')).fresh).toBe(true);
		expect((await world.told(code, {}, 'one')).fresh).toBe(false);
		await giveBack();
		expect((await world.told(code, {}, 'one')).fresh).toBe(true);
		expect((await world.told(code, {}, 'two')).fresh).toBe(false);
	});

	it.each([
		['expired', { status: 'expired', error: 'expired' }],
		['failed', { status: 'failed', error: 'failedThere' }],
	] as const)('ends it as %s', async (status, expected) => {
		const { code, verificationId } = await world.create();
		expect(await world.told(code, { status, phone: null })).toMatchObject({ agreed: true, fresh: true });
		expect(await kept(verificationId)).toMatchObject({ ...expected, phone_number: null, validated_at: null });
		expect(await world.told(code)).toMatchObject({ agreed: false, fresh: false });
		expect(await kept(verificationId)).toMatchObject(expected);
	});

	it('changes nothing while it is only requested', async () => {
		const { code, verificationId } = await world.create();
		const before = await kept(verificationId);
		expect(await world.told(code, { status: 'requested' })).toMatchObject({ agreed: true, item: before });
	});

	it('never undoes a proof', async () => {
		const { code, verificationId } = await world.create();
		await world.told(code);
		for (const status of ['expired', 'failed', 'requested'] as const)
			expect(await world.told(code, { status })).toMatchObject({ fresh: false });
		expect(await kept(verificationId)).toMatchObject({ status: 'validated' });
	});

	it('proves nobody who is not authorized, whatever the other side thinks', async () => {
		const { code, verificationId } = await world.create({ authorizedNumbers: [BEA] });
		expect(await world.told(code)).toMatchObject({ agreed: false, item: { status: 'failed' } });
		expect(await kept(verificationId)).toMatchObject({
			status: 'failed',
			error: 'notAuthorized',
			phone_number: null,
		});
	});

	it.each([
		null,
		'',
		'Ana',
		'+0123456789',
		'+55',
		'5511987654321@lid',
		'+5511987654321, +442079460123',
		'+1e10',
	])('proves nobody by the number %j', async (phone) => {
		const { code, verificationId } = await world.create();
		expect(await world.told(code, { phone })).toMatchObject({ agreed: false });
		expect(await kept(verificationId)).toMatchObject({ status: 'failed', phone_number: null });
	});

	it('comes too late after the expiry, and after it was cancelled', async () => {
		const late = await world.create({ expiryMinutes: 1 });
		const cancelled = await world.create();
		await world.links.cancel(cancelled.verificationId);
		await world.clock.advance(MINUTE);
		expect(await world.told(late.code)).toMatchObject({ agreed: false, item: { status: 'expired' } });
		expect(await world.told(cancelled.code)).toMatchObject({ agreed: false, item: { error: 'cancelled' } });
		expect(await kept(late.verificationId)).toMatchObject({ status: 'expired', phone_number: null });
	});

	it('changes nothing here when the link was made elsewhere', async () => {
		const { verificationId } = await world.create();
		const before = await kept(verificationId);
		expect(await world.told('0123456789')).toMatchObject({ agreed: true, fresh: true, item: null });
		expect((await world.told('0123456789')).fresh).toBe(false);
		expect((await world.told('0123456789', { status: 'failed' })).fresh).toBe(true);
		expect(await kept(verificationId)).toEqual(before);
	});

	it('is about a code as it was made, in no other form', async () => {
		const { code } = await world.create();
		expect(await world.told(`${code} `)).toMatchObject({ item: null });
		expect(await world.told(code)).toMatchObject({ item: { status: 'validated' } });
	});

	it('proves it once when it comes a hundred times at once', async () => {
		const { code, verificationId } = await world.create();
		const all = await Promise.all(
			Array.from(
				{ length: 100 },
				async (_, index) => await world.told(code, { phone: index % 2 ? ANA : BEA }),
			),
		);
		expect(all.filter(({ fresh }) => fresh)).toHaveLength(1);
		const { phone_number: phone } = await kept(verificationId);
		expect(all.filter(({ agreed }) => agreed)).toHaveLength(50);
		expect([ANA, BEA]).toContain(phone);
	});
});

it('of 1000 things told of a link, only a proof of an authorized number while it is live proves it', async () => {
	const told = fc.record({
		id: fc.option(fc.string(), { nil: null }),
		status: fc.constantFrom('requested', 'validated', 'expired', 'failed'),
		phone: fc.option(fc.oneof(fc.constantFrom(ANA, BEA, ANA.slice(1), `${ANA} `), fc.string()), {
			nil: null,
		}),
		profileName: fc.option(fc.string(), { nil: null }),
		rightCode: fc.boolean(),
		late: fc.boolean(),
	});
	const numRuns = process.env.WHATSAPP_KIT_FEWER_EXAMPLES ? 50 : 1_000;
	const run = async ({ rightCode, late, ...about }: ToldExample) => {
		const { code, verificationId } = await world.create({ authorizedNumbers: [ANA], expiryMinutes: 1 });
		if (late) await world.clock.advance(MINUTE);
		await world.told(rightCode ? code : `${code}0`, about);
		const proves =
			rightCode && !late && about.status === 'validated' && /^\+?5511987654321$/u.test(about.phone ?? '');
		expect((await kept(verificationId)).status === 'validated').toBe(proves);
	};
	await fc.assert(fc.asyncProperty(told, run), { numRuns });
}, 120_000);

interface ToldExample {
	readonly id: string | null;
	readonly status: 'requested' | 'validated' | 'expired' | 'failed';
	readonly phone: string | null;
	readonly profileName: string | null;
	readonly rightCode: boolean;
	readonly late: boolean;
}
