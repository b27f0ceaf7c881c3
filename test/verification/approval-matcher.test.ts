import { aVerification, MINUTE, START } from './a-verification';
import { ApprovalWorld, CHAT } from './approval-world';
import { openVerifications, type OpenVerifications } from './open-verifications';

const ANA = '+5511987654321';
const texts = { approvedMessage: 'Thanks', rejectedMessage: 'Stopped', lateMessage: 'Over' };
const FOREIGN = { phone: '+442079460199' };
const HIDDEN = { phone: null, lid: '1234@lid' };

let opened: OpenVerifications;
let world: ApprovalWorld;
let id: string;
let approve: string;
let reject: string;

beforeEach(async () => {
	opened = await openVerifications();
	world = new ApprovalWorld(opened.store);
	({ verificationId: id } = await world.send({ ...texts, expiryMinutes: 1 }));
	[approve, reject] = world.rowsOf(world.requests[0]!);
});
afterEach(async () => await opened.dispose());

const status = async () => (await world.approvals.getStatus(id))?.status;

describe('the answer to an approval', () => {
	it('that approves validates it, says who and when, and is thanked for', async () => {
		await world.clock.advance(5);
		await world.pick(approve);
		expect(await world.approvals.getStatus(id)).toMatchObject({
			status: 'validated',
			error: null,
			profile_name: 'Ana',
			validated_at: new Date(START + 5).toISOString(),
		});
		expect(world.said).toEqual(['Thanks']);
	});

	it('that rejects ends it', async () => {
		await world.pick(reject);
		expect(await world.approvals.getStatus(id)).toMatchObject({
			status: 'rejected',
			error: 'rejected',
			validated_at: null,
		});
		expect(world.said).toEqual(['Stopped']);
	});

	it('counts once: the next changes nothing and is told so', async () => {
		await world.pick(reject);
		await world.pick(approve);
		expect([await status(), world.said]).toEqual(['rejected', ['Stopped', 'Over']]);
	});

	it('is too late in the millisecond it expires', async () => {
		await world.clock.advance(MINUTE);
		await world.pick(approve);
		expect(world.said).toEqual(['Over']);
		expect((await world.store.find('account', id))?.status).toBe('expired');
	});

	it('is in time a millisecond before', async () => {
		await world.clock.advance(MINUTE - 1);
		await world.pick(approve);
		expect(await status()).toBe('validated');
	});

	it('may come from a number that is hidden, in the chat it was sent to', async () => {
		await world.pick(approve, HIDDEN);
		expect(await status()).toBe('validated');
	});

	it('may come from the number in any chat with it: a number of Brazil with or without its ninth digit', async () => {
		await world.pick(approve, { phone: '+551187654321' }, { id: '1234@lid', type: 'private' });
		expect(await status()).toBe('validated');
	});

	it('is answered with nothing where nothing was written for it', async () => {
		await world.clock.advance(MINUTE);
		const silent = await world.send({ lateMessage: '' });
		await world.pick(`verification:${silent.verificationId}:approve`);
		await world.pick(`verification:${silent.verificationId}:approve`);
		expect(world.said).toEqual([]);
	});

	it('counts also when what is said about it cannot be sent', async () => {
		world.failures.push(new Error('not now'));
		await world.pick(approve);
		expect(await status()).toBe('validated');
		expect(world.logger.lines).toMatchObject([{ level: 'warn', details: { verification: id } }]);
	});
});

describe('nobody else answers an approval', () => {
	it.each([
		['another number', FOREIGN, { id: CHAT, type: 'private' }],
		['a hidden number in another chat', HIDDEN, { id: '1234@lid', type: 'private' }],
		['the very number, in a group', {}, { id: '1@g.us', type: 'group' }],
		['a hidden number, in a group', HIDDEN, { id: '1@g.us', type: 'group' }],
	] as const)('%s changes nothing and is told so', async (_who, from, chat) => {
		await world.pick(approve, from, chat);
		await world.pick(reject, from, chat);
		const refusal = 'This request is for somebody else.';
		expect([await status(), world.said]).toEqual(['requested', [refusal, refusal]]);
	});

	it('not even we', async () => {
		await world.pick(approve, { isMe: true });
		expect([await status(), world.said]).toEqual(['requested', []]);
	});

	it('but whoever tries finds out with us that it expired', async () => {
		await world.clock.advance(MINUTE);
		await world.pick(approve, FOREIGN);
		expect((await world.store.find('account', id))?.status).toBe('expired');
	});
});

describe('no answer to an approval', () => {
	const nothing = async () => expect([await status(), world.said]).toEqual(['requested', []]);

	it('is a message, even with its row', async () => {
		await world.pick(approve, {}, undefined, { event: 'message' });
		await nothing();
	});

	it('is an event without a choice', async () => {
		await world.pick(approve, {}, undefined, { choice: undefined });
		await nothing();
	});

	it.each([
		(row: string) => `${row} `,
		(row: string) => ` ${row}`,
		(row: string) => row.replace('approve', 'approved'),
		(row: string) => row.replace(':approve', ''),
		(row: string) => row.replace('verification', 'verifications'),
		(row: string) => row.replace(/.:approve/, ':approve'),
		(row: string) => row.replace(/[0-9a-f]{8}-/, '00000000-'),
	])('is a row that is not quite one of its', async (change) => {
		await world.pick(change(approve));
		await nothing();
	});

	it.each(['code', 'link'] as const)('is one to a verification by %s', async (method) => {
		const uuid = '7b2f9c1e-0000-4000-8000-000000000000';
		const other = aVerification({ id: uuid, method, phone: ANA, settings: texts });
		const asked = { accountId: 'account', now: START, windows: [] };
		await world.store.decide(asked, () => ({ answer: undefined, put: [other] }));
		await world.pick(`verification:${uuid}:approve`);
		expect((await world.store.find('account', uuid))?.status).toBe('requested');
		await nothing();
	});
});

it('an answer is shown again when the store was away', async () => {
	const decide = world.store.decide.bind(world.store);
	world.store.decide = async () => await Promise.reject(new Error('The store is away'));
	await expect(world.pick(approve)).rejects.toThrow('The store is away');
	world.store.decide = decide;
	await world.pick(approve);
	expect([await status(), world.said]).toEqual(['validated', ['Thanks']]);
});
