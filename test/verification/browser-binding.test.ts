import { MINUTE } from './a-verification';
import { ANA, CodeWorld } from './code-world';
import { LinkWorld } from './link-world';
import { openVerifications, type OpenVerifications } from './open-verifications';

let opened: OpenVerifications;

beforeEach(async () => {
	opened = await openVerifications();
});
afterEach(async () => await opened.dispose());

const browserSecret = 'the browser that asked for it';
/** A browser that has seen the id, one that has none of its own, and one whose expression gave nothing. */
const others = ['the browser that looks over its shoulder', undefined, ''];

describe('a link that is bound to a browser', () => {
	let world: LinkWorld;

	beforeEach(() => {
		world = new LinkWorld(opened.store);
	});

	it('tells that browser alone what became of it', async () => {
		const { verificationId, code } = await world.create({ browserSecret });
		await world.hear(code);
		for (const other of others) expect(await world.links.getStatus(verificationId, other)).toBeNull();
		expect(await world.links.getStatus(verificationId, browserSecret)).toMatchObject({
			status: 'validated',
			phone_number: ANA,
		});
	});

	it('is cancelled by that browser alone', async () => {
		const { verificationId } = await world.create({ browserSecret });
		for (const other of others) {
			expect(await world.links.cancel(verificationId, other)).toEqual({ cancelled: false, status: null });
		}
		expect(await world.links.cancel(verificationId, browserSecret)).toMatchObject({ cancelled: true });
	});

	it('is told from one that is bound to none', async () => {
		const { verificationId } = await world.create();
		expect(await world.links.getStatus(verificationId, browserSecret)).toBeNull();
		expect(await world.links.getStatus(verificationId)).toMatchObject({ status: 'requested' });
	});

	it('needs a secret that nobody finds by trying', async () => {
		for (const short of ['', 'fifteen letters', 'x'.repeat(501)]) {
			await expect(world.create({ browserSecret: short })).rejects.toMatchObject({ code: 'invalidInput' });
		}
	});

	it('keeps the secret nowhere', async () => {
		const { verificationId } = await world.create({ browserSecret });
		const kept = await opened.store.find('account', verificationId);
		expect(kept?.settings).toMatchObject({ browserHash: expect.stringMatching(/^[0-9a-f]{64}$/) });
		expect(JSON.stringify(kept)).not.toContain(browserSecret);
	});
});

it('gives a caller only so many links in a time, and others theirs', async () => {
	const world = new LinkWorld(opened.store);
	for (let made = 0; made < 10; made += 1) await world.create({ callerKey: '203.0.113.7' });
	await expect(world.create({ callerKey: '203.0.113.7' })).rejects.toMatchObject({
		code: 'limited',
		reason: 'callerWindow',
		retryAt: world.clock.now() + 60 * MINUTE,
	});
	await expect(world.create({ callerKey: '203.0.113.8' })).resolves.toMatchObject({ status: 'requested' });
	await world.clock.advance(60 * MINUTE);
	await expect(world.create({ callerKey: '203.0.113.7' })).resolves.toMatchObject({ status: 'requested' });
});

describe('a code that is bound to a browser', () => {
	let world: CodeWorld;

	beforeEach(() => {
		world = new CodeWorld(opened.store);
	});

	it('is right in that browser alone; elsewhere it is no try', async () => {
		const { verificationId, code } = await world.send({ browserSecret });
		for (const other of others) {
			for (const which of [{ verificationId }, { recipient: ANA }]) {
				expect(await world.check(code!, { ...which, browserSecret: other })).toMatchObject({
					verified: false,
					reason: 'notFound',
					status: null,
					verificationId: null,
				});
			}
		}
		const which = { verificationId, browserSecret };
		expect(await world.codes.getStatus(which)).toMatchObject({ attemptsRemaining: 5 });
		expect(await world.check(code!, which)).toMatchObject({ verified: true });
	});

	it('counts no check of another browser, so that nobody uses them up by its id', async () => {
		const { verificationId, code } = await world.send({ browserSecret });
		for (let check = 0; check < 20; check += 1) {
			await world.check(code!, { verificationId, browserSecret: others[0] });
		}
		expect(await world.check(code!, { verificationId, browserSecret })).toMatchObject({ verified: true });
	});

	it('is looked up, sent again and cancelled by that browser alone', async () => {
		const { verificationId } = await world.send({ browserSecret });
		await world.clock.advance(MINUTE);
		for (const other of others) {
			const which = { verificationId, browserSecret: other };
			expect(await world.codes.getStatus(which)).toBeNull();
			await expect(world.codes.resend(which)).rejects.toMatchObject({ code: 'invalidInput' });
			expect(await world.codes.cancel(which)).toEqual({ cancelled: false, status: null });
		}
		const which = { verificationId, browserSecret };
		const again = await world.codes.resend({ ...which, includeCode: true });
		expect(await world.check(again.code!, which)).toMatchObject({ verified: true });
		expect(await world.codes.cancel(which)).toMatchObject({
			cancelled: false,
			status: { id: verificationId },
		});
	});

	it('needs a secret that nobody finds by trying', async () => {
		await expect(world.send({ browserSecret: 'short' })).rejects.toMatchObject({ code: 'invalidInput' });
		expect(world.sends).toEqual([]);
	});
});
