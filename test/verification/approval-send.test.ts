import { KitError } from '../../messages/kit-error';
import { MINUTE, START } from './a-verification';
import { ApprovalWorld, CHAT } from './approval-world';
import { openVerifications, type OpenVerifications } from './open-verifications';

const ANA = '+5511987654321';
const BEA = '+442079460199';

let opened: OpenVerifications;
let world: ApprovalWorld;

beforeEach(async () => {
	opened = await openVerifications();
	world = new ApprovalWorld(opened.store);
});
afterEach(async () => await opened.dispose());

const statusOf = async (id: string) => (await world.approvals.getStatus(id))?.status;
const inAMinute = async () => await world.clock.advance(MINUTE);
const at = (ms: number) => new Date(ms).toISOString();

describe('the request of an approval', () => {
	it('asks what is usual where nothing is said', async () => {
		const { verificationId } = await world.send({
			title: ' ',
			approveText: '',
			rejectText: '',
			buttonText: '',
		});
		expect(world.requests[0]!.message).toEqual({
			kind: 'list',
			body: '*Is this you?*',
			buttonText: 'Answer',
			sections: [
				{
					rows: [
						{ id: `verification:${verificationId}:approve`, title: 'Yes, it is me' },
						{ id: `verification:${verificationId}:reject`, title: 'No, reject' },
					],
				},
			],
		});
	});

	it('says what was written, and nothing for what was not', async () => {
		await world.send({
			title: 'Pay?',
			approveText: 'Pay',
			rejectText: 'Stop',
			buttonText: 'Choose',
			place: 'Lisbon',
			footer: 'Shop',
		});
		expect(world.requests[0]!.message).toMatchObject({
			body: '*Pay?*\n\n• Lisbon',
			buttonText: 'Choose',
			footer: 'Shop',
			sections: [{ rows: [{ title: 'Pay' }, { title: 'Stop' }] }],
		});
	});

	it('is kept as what it is', async () => {
		const { verificationId } = await world.send({ purpose: 'pay', expiryMinutes: 2, lateMessage: 'Over' });
		expect(await world.store.find('account', verificationId)).toEqual({
			id: verificationId,
			accountId: 'account',
			method: 'approval',
			keptBy: 'kit',
			purpose: 'pay',
			status: 'requested',
			phone: ANA,
			profileName: null,
			requestedAt: START,
			expiresAt: START + 2 * MINUTE,
			validatedAt: null,
			endedAt: null,
			error: null,
			authorizedNumbers: [ANA],
			tries: 0,
			maxTries: 1,
			lockMs: 0,
			lockedUntil: null,
			codeHash: null,
			sealedCode: null,
			sentAt: START,
			outcome: 'sent',
			requestKey: 'item 1',
			settings: expect.objectContaining({ lateMessage: 'Over', chatId: CHAT }),
		});
	});

	it('goes ahead of other traffic, with the patience of its item, to a number of the country named', async () => {
		const patience = { timeoutMs: 1, whenLimited: 'fail', maxWaitMs: 2 } as const;
		const item = { recipient: '11 98765-4321', defaultCountry: 'BR', fields: {}, requestKey: 'one' };
		await world.approvals.send({ ...item, ...patience });
		expect(world.requests).toMatchObject([
			{ ...patience, recipient: ANA, purpose: 'verification', secret: false },
		]);
	});

	it('is listened for before it leaves, and when somebody asks for it', async () => {
		world.failures.push(new KitError({ code: 'notConnected', what: 'Not connected.' }));
		await expect(world.send()).rejects.toMatchObject({ code: 'notConnected' });
		expect(world.watched).toBe(1);
		const { verificationId } = await world.send();
		const { watched } = world;
		await world.approvals.getStatus(verificationId);
		expect(world.watched).toBe(watched + 1);
		await world.approvals.cancel(verificationId);
		expect(world.watched).toBe(watched + 1);
	});

	it('is made once for one item', async () => {
		const item = { recipient: ANA, fields: {}, requestKey: 'same' };
		const first = await world.approvals.send(item);
		await inAMinute();
		expect(await world.approvals.send(item)).toEqual(first);
		expect(world.requests).toHaveLength(1);
	});

	it('ends the one before for the same number and purpose, and no other', async () => {
		const first = await world.send();
		const other = await world.send({}, BEA);
		await inAMinute();
		const pay = await world.send({ purpose: 'pay' });
		expect(await statusOf(first.verificationId)).toBe('requested');
		await inAMinute();
		const second = await world.send();
		expect(await world.approvals.getStatus(first.verificationId)).toMatchObject({ error: 'replaced' });
		for (const { verificationId } of [other, pay, second])
			expect(await statusOf(verificationId)).toBe('requested');
	});

	it('leaves one that was answered as it is', async () => {
		const { verificationId } = await world.send();
		await world.pick(world.rowsOf(world.requests[0]!)[1]);
		await inAMinute();
		await world.send();
		expect(await statusOf(verificationId)).toBe('rejected');
	});

	it('that did not leave counts nowhere, and the one before is still good', async () => {
		const { verificationId } = await world.send();
		await inAMinute();
		world.failures.push(new KitError({ code: 'notConnected', what: 'Not connected.' }));
		await expect(world.send()).rejects.toMatchObject({ code: 'notConnected' });
		expect(await statusOf(verificationId)).toBe('requested');
		await world.send();
	});

	it('of which nobody knows whether it left may be answered from the number', async () => {
		world.failures.push(new KitError({ code: 'outcomeUnknown', what: 'Nobody can say.' }));
		const { verificationId, outcome } = await world.send();
		expect(outcome).toBe('unknown');
		const row = `verification:${verificationId}:approve`;
		await world.pick(row, { phone: null, lid: '1@lid' });
		expect(await statusOf(verificationId)).toBe('requested');
		await world.pick(row);
		expect(await statusOf(verificationId)).toBe('validated');
	});
});

describe('the rules hold for approvals', () => {
	it('cooldown, with the time at which it ends', async () => {
		expect((await world.send()).resendAt).toBe(at(START + MINUTE));
		await expect(world.send({ purpose: 'pay' })).rejects.toMatchObject({
			code: 'limited',
			reason: 'verificationCooldown',
			retryAt: START + MINUTE,
		});
		await inAMinute();
		await world.send({ purpose: 'pay' });
	});

	it('caller and country', async () => {
		world = new ApprovalWorld(opened.store, { callerSendsPerWindow: 1, blockedCountries: 'DE' });
		await world.send({ callerKey: 'caller' });
		await expect(world.send({ callerKey: 'caller' }, BEA)).rejects.toMatchObject({ reason: 'callerWindow' });
		await expect(world.send({}, '+4915188776655')).rejects.toMatchObject({ reason: 'country' });
		expect(world.requests).toHaveLength(1);
	});

	it('but not for test numbers, to which nothing is sent', async () => {
		const testNumbers = { number: [{ phone: ANA, code: '424242' }] };
		world = new ApprovalWorld(opened.store, { testNumbers, blockedCountries: 'BR' });
		expect(await world.send()).toMatchObject({ outcome: 'test', resendAt: at(START), status: 'requested' });
		const { verificationId, expiresAt } = await world.send();
		expect(expiresAt).toBe(at(START + 15 * MINUTE));
		expect(world.requests).toEqual([]);
		await world.pick(`verification:${verificationId}:approve`);
		expect(await statusOf(verificationId)).toBe('validated');
	});
});

describe('the fields of an approval', () => {
	it.each([
		['Title', 'title', 60],
		['Approve Text', 'approveText', 24],
		['Reject Text', 'rejectText', 24],
		['Button', 'buttonText', 20],
		['Description', 'description', 500],
		['Footer', 'footer', 60],
		['Device', 'device', 100],
		['Place', 'place', 100],
		['Time', 'time', 100],
		['Caller Key', 'callerKey', 500],
		['Late Message', 'lateMessage', 1_000],
		['Approved Message', 'approvedMessage', 1_000],
		['Rejected Message', 'rejectedMessage', 1_000],
		['Purpose', 'purpose', 50],
	])('"%s" is bounded', async (name, field, longest) => {
		await expect(world.send({ [field]: 'x'.repeat(longest + 1) })).rejects.toMatchObject({
			code: 'invalidInput',
			what: `"${name}" has more than ${longest} characters.`,
		});
		await expect(world.send({ [field]: 'x'.repeat(longest) })).resolves.toMatchObject({ outcome: 'sent' });
	});

	it.each([0, 1_441, 1.5])('cannot expire after %d minutes', async (expiryMinutes) => {
		await expect(world.send({ expiryMinutes })).rejects.toMatchObject({
			what: `"Expires After" must be a whole number from 1 to 1440; "${expiryMinutes}" was given.`,
		});
	});

	it('need a phone number or a group to go to', async () => {
		for (const nobody of ['120363000000000000@newsletter', '99887766554433@lid', 'status@broadcast'])
			await expect(world.send({}, nobody)).rejects.toMatchObject({ code: 'invalidInput' });
		await expect(world.send({}, '120363000000000000@g.us')).resolves.toMatchObject({ outcome: 'sent' });
	});
});
