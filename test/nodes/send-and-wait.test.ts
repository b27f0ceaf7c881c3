import type { INodeExecutionData, INodeParameters, IRun } from 'n8n-workflow';
import type { ApprovalAsk, MessageAsk } from '../../waits/account-waits';
import { aQuestion, aWait, CHAT, MINUTE, START } from '../waits/a-wait';
import { fakeKit } from './fake-kit';
import { failure, kitType, run, verifyType, type RunOptions } from './run-node';

jest.mock('../../runtime/kit-registry', () => jest.requireActual('./fake-kit'));

let asks: MessageAsk[];
let approvals: ApprovalAsk[];

beforeEach(() => {
	fakeKit.reset();
	[asks, approvals] = [[], []];
	fakeKit.sleeps.ask = (ask: MessageAsk) => {
		asks.push(ask);
		return { wait: aWait({ question: aQuestion() }) };
	};
	fakeKit.sleeps.askApproval = (ask: ApprovalAsk) => {
		approvals.push(ask);
		return { wait: aWait({ question: { kind: 'approval', verificationId: 'v-1' } }) };
	};
});

const recipient = '+5511987654321';
const message = async (fields: INodeParameters, options: RunOptions = {}): Promise<IRun> =>
	await run(
		{ resource: 'message', operation: 'sendAndWait', recipient, message: 'Well?', ...fields },
		options,
	);
const approval = async (fields: INodeParameters = {}): Promise<IRun> =>
	await run(
		{ resource: 'approval', operation: 'sendAndWait', recipient, ...fields },
		{ settings: { type: verifyType } },
	);
const putOut = ({ data }: IRun): INodeExecutionData[] | undefined =>
	data.resultData.runData['WhatsApp Kit']?.[0]?.data?.main?.[0] ?? undefined;
/** What was asked, by a run that must not fail. */
const asked = async (fields: INodeParameters): Promise<MessageAsk> => {
	const { error } = (await message(fields)).data.resultData;
	if (error) throw error;
	return asks[0]!;
};

test('the execution sleeps, and goes on as timed out when nobody wakes it', async () => {
	const result = await message({});
	expect(result.status).toBe('waiting');
	// Later than the expiry: an answer that counted at the last moment must still reach n8n.
	expect(result.waitTill?.getTime()).toBe(START + 12 * MINUTE);
	expect(putOut(result)).toMatchObject([
		{ json: { messageId: 'question-1', chatId: CHAT, timedOut: true, data: {} }, pairedItem: { item: 0 } },
	]);
	const { sleeper, waitMs, requestKey } = asks[0]!;
	expect(sleeper).toEqual({
		executionId: '42',
		nodeId: 'node-1',
		resumeUrl: expect.stringMatching(
			/^http:\/\/localhost\/webhook-waiting\/42\/node-1\?signature=[0-9a-f]{64}$/,
		),
	});
	expect([waitMs, requestKey]).toEqual([60 * MINUTE, '42:node-1:0:0']);
});

test('an approval is asked with everything it can say, and waited for', async () => {
	const options = { device: 'Firefox', expiryMinutes: 3, lateMessage: 'Over' };
	const result = await approval({ title: 'Pay?', message: '40 euros', purpose: 'pay', options });
	expect(result.status).toBe('waiting');
	expect(putOut(result)?.[0]?.json).toEqual({ verificationId: 'v-1', timedOut: true, data: {} });
	expect(approvals[0]).toMatchObject({
		lead: [],
		sleeper: { executionId: '42', nodeId: 'node-1' },
		approval: {
			recipient,
			requestKey: '42:node-1:0:0',
			fields: { title: 'Pay?', description: '40 euros', purpose: 'pay', ...options },
		},
	});
});

test.each([
	[
		'approval',
		{ approveText: 'Ship it' },
		{
			kind: 'buttons',
			body: 'Well?',
			buttons: [
				{ id: 'approve', title: 'Ship it' },
				{ id: 'reject', title: 'Reject' },
			],
		},
		'choice',
	],
	[
		'buttons',
		{ buttons: { button: [{ title: 'One', id: '1' }] } },
		{ kind: 'buttons', body: 'Well?', buttons: [{ title: 'One', id: '1' }] },
		'choice',
	],
	[
		'list',
		{ sections: { section: [{ rows: { row: [{ title: 'Soup' }] } }] } },
		{ kind: 'list', body: 'Well?', buttonText: 'Choose', sections: [{ rows: [{ title: 'Soup' }] }] },
		'choice',
	],
	[
		'poll',
		{ pollOptions: { option: [{ title: 'Mon' }, { title: 'Tue' }] } },
		{ kind: 'poll', question: 'Well?', options: ['Mon', 'Tue'], selectableCount: 1 },
		'choice',
	],
	['freeText', {}, { kind: 'text', text: 'Well?' }, 'text'],
	['media', {}, { kind: 'text', text: 'Well?' }, 'media'],
	['any', {}, { kind: 'text', text: 'Well?' }, 'any'],
])('Response Type %s asks that way', async (responseType, fields, request, accepts) => {
	const ask = await asked({ responseType, ...fields });
	expect(ask.request.message).toEqual(request);
	expect([ask.accepts, ask.approveId]).toEqual([accepts, responseType === 'approval' ? 'approve' : null]);
});

test('the options say who may answer, how long, and what people get', async () => {
	const ask = await asked({
		options: {
			responders: '+55 11 98765-4321, 99887766554433@lid',
			limitWaitMinutes: 0.5,
			acceptedMessage: 'Thanks',
			lateMessage: '',
			fallback: 'text',
			whenLimited: 'fail',
		},
	});
	expect(ask).toMatchObject({
		responders: ['+55 11 98765-4321', '99887766554433@lid'],
		waitMs: 30_000,
		replies: { accepted: 'Thanks', late: '', notAllowed: 'This question is for somebody else.' },
		request: { fallback: 'text', whenLimited: 'fail' },
	});
});

test('what is too long for its question goes ahead whole, and what is longer still is refused', async () => {
	const long = 'x'.repeat(5_000);
	const ask = await asked({ message: long });
	expect(ask.lead.join('')).toBe(long);
	expect((ask.request.message as { body: string }).body).toBe(`${'x'.repeat(1_023)}…`);
	await approval({ message: 'y'.repeat(501) });
	expect(approvals[0]!.lead).toEqual(['y'.repeat(501)]);
	const error = await failure({
		resource: 'message',
		operation: 'sendAndWait',
		recipient,
		message: 'z'.repeat(20_481),
	});
	expect(error.description).toContain('Nothing was sent');
	expect(asks).toHaveLength(1);
});

test('several items are refused before anything leaves', async () => {
	const error = (await message({}, { items: [{ json: {} }, { json: {} }] })).data.resultData.error;
	expect(error?.message).toContain('one item at a time');
	expect(asks).toEqual([]);
});

test('the queue, and an answer nobody knows, are refused before anything leaves', async () => {
	expect((await message({ options: { whenLimited: 'queue' } })).status).toBe('error');
	expect((await message({ responseType: 'dance' })).status).toBe('error');
	expect(asks).toEqual([]);
});

test('a question that could not be sent is no sleep', async () => {
	fakeKit.sleeps.ask = () => {
		throw new Error('not on WhatsApp');
	};
	const settings = { onError: 'continueRegularOutput', type: kitType } as const;
	const result = await message({}, { settings });
	expect([result.status, result.waitTill]).toEqual(['success', undefined]);
	expect(putOut(result)?.[0]?.json).toMatchObject({ error: expect.stringContaining('not on WhatsApp') });
});
