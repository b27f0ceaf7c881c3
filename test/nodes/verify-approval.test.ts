import type { ApprovalSendInput } from '../../verification/approval/approval-verifications';
import { fakeKit } from './fake-kit';
import { items, verifyType } from './run-node';

jest.mock('../../runtime/kit-registry', () => jest.requireActual('./fake-kit'));

beforeEach(() => fakeKit.reset());

const run = async (parameters: object) =>
	await items({ resource: 'approval', ...parameters }, { settings: { type: verifyType } });

it('Approval: Send hands every field on under its own name and puts out what was sent', async () => {
	let asked: ApprovalSendInput | undefined;
	const sent = { verificationId: 'v-1', status: 'requested', outcome: 'sent' };
	fakeKit.approvals.send = (request: ApprovalSendInput) => {
		asked = request;
		return sent;
	};
	const options = {
		buttonText: 'Open',
		description: 'Somebody signs in.',
		device: 'Firefox',
		footer: 'Shop',
		place: 'Lisbon',
		time: '10:15',
		approvedMessage: 'Thanks',
		callerKey: '203.0.113.7',
		expiryMinutes: 3,
		lateMessage: 'Over',
		rejectedMessage: 'Stopped',
		notAllowedMessage: 'Not you',
		responders: ['+55 11 98765-4321', '+44 20 7946 0199'],
	};
	const texts = { title: 'Sign in?', approveText: 'Yes', rejectText: 'No', purpose: 'login' };
	const given = { ...options, responders: options.responders.join(', ') };
	const output = await run({ operation: 'send', recipient: '+5511987654321', ...texts, options: given });
	expect(output[0]!.json).toEqual(sent);
	expect(asked).toMatchObject({ recipient: '+5511987654321', requestKey: expect.any(String) });
	expect(asked?.fields).toEqual({ ...texts, ...options });
});

it('Approval: Get Status and Cancel ask for the id', async () => {
	const ids: string[] = [];
	fakeKit.approvals.getStatus = (id: string) => {
		ids.push(id);
		return null;
	};
	fakeKit.approvals.cancel = (id: string) => {
		ids.push(id);
		return { cancelled: false, status: null };
	};
	expect((await run({ operation: 'getStatus', verificationId: ' v-1 ' }))[0]!.json).toMatchObject({
		id: null,
	});
	expect((await run({ operation: 'cancel', verificationId: 'v-2' }))[0]!.json).toMatchObject({
		cancelled: false,
	});
	expect(ids).toEqual(['v-1', 'v-2']);
});
