import { soon } from '../fixtures/soon';
import { settle } from '../fixtures/manual-clock';
import { MINUTE } from './a-verification';
import { LinkWorld } from './link-world';
import { openVerifications, type OpenVerifications } from './open-verifications';

const ANA = '+5511987654321';
const BEA = '+442079460199';
const callbackUrl = 'https://example.com/verified';

let opened: OpenVerifications;
let world: LinkWorld;

beforeEach(async () => {
	opened = await openVerifications();
	world = new LinkWorld(opened.store);
});
afterEach(async () => await opened.dispose());

const statusOf = async (id: string) => (await world.links.getStatus(id))?.status;

/** From now on the store refuses to decide as often as told. */
function failDecisions(times: number): void {
	const decide = world.store.decide.bind(world.store);
	let left = times;
	world.store.decide = async (...asked) => {
		if (left-- > 0) throw new Error('The store is away');
		return await decide(...asked);
	};
}

describe('a message with the code of a link', () => {
	it('is answered in its chat, once for each message', async () => {
		const { verificationId, code } = await world.create();
		await world.hear(code);
		expect(world.replies).toEqual([
			expect.objectContaining({
				recipient: '5511987654321@s.whatsapp.net',
				message: { kind: 'text', text: 'Welcome' },
				idempotencyKey: `verification:${verificationId}:message:m`,
			}),
		]);
	});

	it('may hold other words that look like a code', async () => {
		world.answers.push(200);
		const { verificationId, code } = await world.create({ callbackUrl });
		await world.hear(`ABCDEFGHJK my number is XX${code}, not KJHGFEDCBA`);
		expect(await statusOf(verificationId)).toBe('validated');
		expect(JSON.parse(world.posts[0]!.body)).toMatchObject({ verification_code: code });
	});

	it('proves the one link whose code it is', async () => {
		const [first, second] = [await world.create(), await world.create()];
		await world.hear(second.code);
		expect(await statusOf(first.verificationId)).toBe('requested');
		expect(await statusOf(second.verificationId)).toBe('validated');
	});

	it('is not heard when it is a choice, or has no text', async () => {
		const { verificationId, code } = await world.create();
		await world.hear(code, {}, { event: 'choice' });
		await world.hear('');
		expect([world.said, await statusOf(verificationId)]).toEqual([[], 'requested']);
	});

	it('is answered as often as it comes too late', async () => {
		const { verificationId, code } = await world.create({ expiryMinutes: 1 });
		await world.clock.advance(MINUTE);
		await world.hear(code);
		await world.hear(code, { phone: BEA });
		expect(world.said).toEqual(['Too late', 'Too late']);
		expect((await world.store.find('account', verificationId))?.status).toBe('expired');
	});

	it('is answered with nothing where nothing was written for it', async () => {
		const { verificationId, code } = await world.create({
			responseMessage: '',
			failureMessage: '',
			authorizedNumbers: [ANA],
		});
		await world.hear(code, { phone: BEA });
		await world.hear(code);
		expect([world.said, await statusOf(verificationId)]).toEqual([[], 'validated']);
	});

	it('is shown again when the store was away: nothing was proven, nothing said', async () => {
		const { verificationId, code } = await world.create();
		failDecisions(1);
		await expect(world.hear(code)).rejects.toThrow('The store is away');
		expect([world.said, await statusOf(verificationId)]).toEqual([[], 'requested']);
		await world.hear(code);
		expect([world.said, await statusOf(verificationId)]).toEqual([['Welcome'], 'validated']);
	});
});

describe('with a callback, a message', () => {
	it('that comes too late, or from nobody known, is asked about nowhere', async () => {
		const { code } = await world.create({ callbackUrl, expiryMinutes: 1 });
		await world.hear(code, { phone: null, lid: '1@lid' });
		await world.clock.advance(MINUTE);
		await world.hear(code);
		expect(world.said).toEqual(['Not you', 'Too late']);
		expect(world.posts).toEqual([]);
	});

	it('may be asked about on the local network where the item allows it', async () => {
		world.answers.push(200, 200);
		const { code } = await world.create({ callbackUrl, callbackAllowPrivate: true });
		await world.hear(code);
		expect(world.posts).toMatchObject([{ url: callbackUrl, allowPrivate: true }]);
	});

	it('proves nothing before the server agreed', async () => {
		world.answers.push(500, 200);
		const { verificationId, code } = await world.create({ callbackUrl });
		const heard = world.hear(code);
		await soon(() => world.posts.length === 1 && world.clock.sleeping === 1);
		expect([world.said, await statusOf(verificationId)]).toEqual([[], 'requested']);
		await world.clock.advance(1_000);
		await heard;
		expect([world.said, await statusOf(verificationId)]).toEqual([['Welcome'], 'validated']);
	});

	it('that has proven it already is asked about no more', async () => {
		world.answers.push(200, 200);
		const { code } = await world.create({ callbackUrl });
		await world.hear(code);
		await world.hear(code);
		expect([world.posts.length, world.said]).toEqual([1, ['Welcome']]);
	});

	it('from somebody else meanwhile changes nothing and hears nothing', async () => {
		world.answers.push(500, 200);
		const { verificationId, code } = await world.create({ callbackUrl });
		const heard = world.hear(code);
		await soon(() => world.clock.sleeping === 1);
		await world.hear(code, { phone: BEA });
		expect([world.posts.length, world.said]).toEqual([1, []]);
		await world.clock.advance(1_000);
		await heard;
		expect(await world.links.getStatus(verificationId)).toMatchObject({ phone_number: ANA });
	});

	it('about which the server did not agree is over: the code again is answered with nothing', async () => {
		const { verificationId, code } = await world.create({ callbackUrl });
		const heard = world.hear(code);
		await world.clock.advance(5_000);
		await heard;
		expect([world.said, await statusOf(verificationId)]).toEqual([['Not you'], 'failed']);
		await world.hear(code);
		expect([world.said, world.posts.length]).toEqual([['Not you'], 3]);
	});

	it('proves nothing when the link was cancelled while the server was asked', async () => {
		world.answers.push(500, 200);
		const { verificationId, code } = await world.create({ callbackUrl });
		const heard = world.hear(code);
		await soon(() => world.clock.sleeping === 1);
		await world.links.cancel(verificationId);
		await world.clock.advance(1_000);
		await heard;
		expect([world.said, await statusOf(verificationId)]).toEqual([[], 'failed']);
	});

	it('is asked about again when the store was away before', async () => {
		world.answers.push(200);
		const { verificationId, code } = await world.create({ callbackUrl });
		failDecisions(1);
		await expect(world.hear(code)).rejects.toThrow('The store is away');
		expect(world.posts).toEqual([]);
		await world.hear(code);
		await settle();
		expect(await statusOf(verificationId)).toBe('validated');
	});
});
