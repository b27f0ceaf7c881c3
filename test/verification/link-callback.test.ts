import { createHmac } from 'node:crypto';
import { soon } from '../fixtures/soon';
import { MINUTE } from './a-verification';
import { LinkWorld } from './link-world';
import { openVerifications, type OpenVerifications } from './open-verifications';

let opened: OpenVerifications;
let world: LinkWorld;

const open = (secret?: string) => new LinkWorld(opened.store, secret);

beforeEach(async () => {
	opened = await openVerifications();
	world = open();
});
afterEach(async () => await opened.dispose());

const callbackUrl = 'https://example.com/verified?apiKey=1';
const statusOf = async (id: string) => await world.links.getStatus(id);

describe('the callback of a link', () => {
	it.each([200, 204])('is signed, has everything about it, and agrees with %i', async (answer) => {
		world.answers.push(answer);
		const { verificationId, code } = await world.create({ callbackUrl });
		await world.hear(code);
		const [post] = world.posts;
		expect(post).toMatchObject({ url: callbackUrl, allowPrivate: false });
		expect(JSON.parse(post!.body)).toMatchObject({
			id: verificationId,
			status: 'validated',
			verification_code: code,
			phone_number: '+5511987654321',
			profile_name: 'Ana',
			validated_at: expect.any(String),
			authorized_numbers: [],
			error: null,
		});
		const timestamp = String(world.clock.now() / 1_000);
		const signature = createHmac('sha256', 'signed').update(`${timestamp}.${post!.body}`).digest('hex');
		expect(post!.headers).toMatchObject({
			'x-whatsapp-kit-timestamp': timestamp,
			'x-whatsapp-kit-signature': `sha256=${signature}`,
		});
		expect(await statusOf(verificationId)).toMatchObject({ status: 'validated' });
		expect(world.said).toEqual(['Welcome']);
	});

	it('is tried three times, and then the verification has failed and the person hears it', async () => {
		const { verificationId, code } = await world.create({ callbackUrl });
		world.answers.push(500, 302);
		const heard = world.hear(code);
		await soon(() => world.posts.length === 1);
		await world.hear(code);
		await world.clock.advance(999);
		expect(world.posts).toHaveLength(1);
		await world.clock.advance(1);
		await soon(() => world.posts.length === 2);
		await world.clock.advance(4_000);
		await heard;
		expect(world.posts).toHaveLength(3);
		expect(await statusOf(verificationId)).toMatchObject({
			status: 'failed',
			error: 'callbackFailed',
			phone_number: null,
		});
		expect(world.said).toEqual(['Not you']);
		expect(JSON.stringify(world.logger.lines)).not.toMatch(new RegExp(`${code}|apiKey`));
	});

	it('may agree at a later try, also when the link ran out meanwhile', async () => {
		const { verificationId, code } = await world.create({ callbackUrl, expiryMinutes: 1 });
		world.answers.push(500, 204);
		await world.clock.advance(MINUTE - 1);
		const heard = world.hear(code);
		await soon(() => world.posts.length === 1);
		await world.clock.advance(1_000);
		await heard;
		expect(await statusOf(verificationId)).toMatchObject({ status: 'validated' });
	});

	it('is not asked about whoever may not prove it', async () => {
		const { verificationId, code } = await world.create({
			callbackUrl,
			authorizedNumbers: ['+442079460123'],
		});
		await world.hear(code);
		expect(world.posts).toEqual([]);
		expect(world.said).toEqual(['Not you']);
		expect(await statusOf(verificationId)).toMatchObject({ status: 'requested' });
	});

	it.each(['ftp://example.com/', 'example.com', 'javascript:alert(1)'])('does not go to %s', async (url) => {
		await expect(world.create({ callbackUrl: url })).rejects.toMatchObject({ code: 'invalidInput' });
	});

	it('needs a secret', async () => {
		await expect(open('').create({ callbackUrl })).rejects.toMatchObject({ code: 'invalidInput' });
	});
});
