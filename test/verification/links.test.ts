import { MINUTE } from './a-verification';
import { LinkWorld } from './link-world';
import { openVerifications, type OpenVerifications } from './open-verifications';

const ANA = '+5511987654321';
let opened: OpenVerifications;
let world: LinkWorld;

beforeEach(async () => {
	opened = await openVerifications();
	world = new LinkWorld(opened.store);
});
afterEach(async () => await opened.dispose());

const statusOf = async (id: string) => await world.links.getStatus(id);

describe('a link', () => {
	it('has a code, opens a chat with our own number, and is listened for', async () => {
		const created = await world.create({ authorizedNumbers: ['+55 11 98765-4321'] });
		expect(created).toEqual({
			verificationId: expect.any(String),
			status: 'requested',
			code: expect.stringMatching(/^[A-HJ-NP-Z2-9]{10}$/),
			link: expect.stringContaining('https://wa.me/+442079460100?text='),
			deep_link: expect.stringContaining('whatsapp://send?text='),
			expiresAt: new Date(world.clock.now() + 10 * MINUTE).toISOString(),
		});
		expect(world.watched).toBe(1);
		expect(await statusOf(created.verificationId)).toMatchObject({
			method: 'link',
			status: 'requested',
			phone_number: null,
			authorized_numbers: [ANA],
		});
	});

	it('proves the number it was made for when that sends the code, once, and says so', async () => {
		const { verificationId, code } = await world.create({ authorizedNumbers: [ANA] });
		await world.hear(`my code: ${code.toLowerCase()}!`);
		expect(await statusOf(verificationId)).toMatchObject({
			status: 'validated',
			phone_number: ANA,
			profile_name: 'Ana',
			validated_at: new Date(world.clock.now()).toISOString(),
		});
		await world.hear(code);
		expect(world.said).toEqual(['Welcome']);
		expect(world.replies[0]).toMatchObject({ recipient: '5511987654321@s.whatsapp.net' });
	});

	it('is not proven by another number, nor by one that cannot be told; both hear it', async () => {
		const { verificationId, code } = await world.create({ authorizedNumbers: [ANA] });
		await world.hear(code, { phone: '+442079460199' });
		await world.hear(code, { phone: null, lid: '1234@lid' });
		expect(world.said).toEqual(['Not you', 'Not you']);
		expect(await statusOf(verificationId)).toMatchObject({ status: 'requested', phone_number: null });
		await world.hear(code);
		expect(await statusOf(verificationId)).toMatchObject({ status: 'validated' });
	});

	it('that anybody may prove is not proven by a hidden number either', async () => {
		const { verificationId, code } = await world.create();
		await world.hear(code, { phone: null, lid: '1234@lid' });
		expect(await statusOf(verificationId)).toMatchObject({ status: 'requested' });
		await world.hear(code, { phone: '+442079460199' });
		expect(await statusOf(verificationId)).toMatchObject({
			status: 'validated',
			phone_number: '+442079460199',
		});
	});

	it('knows a number of Brazil with and without its ninth digit', async () => {
		const { verificationId, code } = await world.create({ authorizedNumbers: [ANA] });
		await world.hear(code, { phone: '+551187654321' });
		expect(await statusOf(verificationId)).toMatchObject({ status: 'validated', phone_number: ANA });
	});

	it('does not hear groups, own messages or other words', async () => {
		const { verificationId, code } = await world.create();
		await world.hear(code, { isMe: true });
		await world.hear(code, {}, { chat: { id: '1@g.us', type: 'group' } });
		await world.hear('QX7KZ29MWR');
		expect(world.said).toEqual([]);
		expect(await statusOf(verificationId)).toMatchObject({ status: 'requested' });
	});

	it('is too late in the moment it expires, which is said', async () => {
		const { verificationId, code } = await world.create({ expiryMinutes: 1 });
		await world.clock.advance(MINUTE);
		await world.hear(code);
		expect(world.said).toEqual(['Too late']);
		expect(await statusOf(verificationId)).toMatchObject({ status: 'expired', phone_number: null });
	});

	it('does not work once it was cancelled, and nothing is said', async () => {
		const { verificationId, code } = await world.create();
		expect(await world.links.cancel(verificationId)).toMatchObject({
			cancelled: true,
			status: { status: 'failed', error: 'cancelled' },
		});
		await world.hear(code);
		expect(world.said).toEqual([]);
		expect(await world.links.cancel(verificationId)).toMatchObject({ cancelled: false });
		expect(await world.links.cancel('another')).toEqual({ cancelled: false, status: null });
	});

	it('is proven also when the answer cannot be sent', async () => {
		const { verificationId, code } = await world.create();
		world.failures.push(new Error('not now'));
		await world.hear(code);
		expect(await statusOf(verificationId)).toMatchObject({ status: 'validated' });
		expect(world.logger.lines).toHaveLength(1);
		expect(JSON.stringify(world.logger.lines)).not.toContain(code);
	});

	it('needs an own number, usable fields, countries that are allowed, and an item of its own', async () => {
		await expect(world.create({ authorizedNumbers: ['x'] })).rejects.toMatchObject({ code: 'invalidInput' });
		await expect(world.create({ expiryMinutes: 0 })).rejects.toMatchObject({ code: 'invalidInput' });
		await expect(world.create({ authorizedNumbers: ['+4915188776655'] })).rejects.toMatchObject({
			code: 'limited',
			reason: 'country',
		});
		await world.links.create({ fields: {}, requestKey: 'same' });
		await expect(world.links.create({ fields: {}, requestKey: 'same' })).rejects.toMatchObject({
			code: 'invalidInput',
		});
		world.own = null;
		await expect(world.create()).rejects.toMatchObject({ code: 'notLinked' });
	});
});
