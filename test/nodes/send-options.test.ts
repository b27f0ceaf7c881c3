import { fakeKit, receipt } from './fake-kit';
import { failure, items } from './run-node';

jest.mock('../../runtime/kit-registry', () => jest.requireActual('./fake-kit'));

beforeEach(() => fakeKit.reset());

const text = { resource: 'message', operation: 'sendText', recipient: '11 98765-4321', text: 'Hello' };
const list = { ...text, operation: 'sendList', listBody: 'Pick', listButtonText: 'Menu' };

describe('the options of a send', () => {
	it('are left out of the request when nothing was added', async () => {
		await items(text);
		const request = fakeKit.session.request('send');
		expect(Object.keys(request).sort()).toEqual(['idempotencyKey', 'message', 'recipient', 'signal']);
	});

	it('carry quote, mentions, country, time limit and key', async () => {
		await items({
			...text,
			options: {
				defaultCountry: 'br',
				idempotencyKey: 'order-4711',
				mentions: '+5511987654321, 99@lid',
				replyTo: { message: { messageId: 'ABC', participant: '', text: 'Earlier', fromMe: false } },
				timeoutSeconds: 5,
			},
		});
		expect(fakeKit.session.request('send')).toMatchObject({
			recipient: '11 98765-4321',
			defaultCountry: 'BR',
			idempotencyKey: 'order-4711',
			timeoutMs: 5_000,
			extras: {
				quoted: { messageId: 'ABC', fromMe: false, text: 'Earlier' },
				mentions: ['+5511987654321', '99@lid'],
			},
		});
	});

	it('carry what to wait for, and put out how far the message came', async () => {
		fakeKit.session.answers.send = ((request: { recipient: string }) => ({
			...receipt(request),
			outcome: 'delivered',
			waitedFor: 'read',
			timedOut: true,
		})) as never;
		const [item] = await items({ ...text, options: { waitFor: 'read', waitForSeconds: 7 } });
		expect(fakeKit.session.request('send')).toMatchObject({ waitFor: 'read', waitForMs: 7_000 });
		expect(item!.json).toMatchObject({ outcome: 'delivered', waitedFor: 'read', timedOut: true });
	});

	it('refuse a level nobody knows', async () => {
		const error = await failure({ ...text, options: { waitFor: "={{ 'seen' }}" } });
		expect(error.message).toContain("'seen'");
		expect(fakeKit.session.calls).toEqual([]);
	});

	it('carry what to do when the number may not send now, and put out how long it waited', async () => {
		fakeKit.session.answers.send = ((request: { recipient: string }) => ({
			...receipt(request),
			waitedMs: 12_345,
		})) as never;
		const [item] = await items({ ...text, options: { whenLimited: 'wait', maxWaitSeconds: 90 } });
		expect(fakeKit.session.request('send')).toMatchObject({ whenLimited: 'wait', maxWaitMs: 90_000 });
		expect(item!.json).toMatchObject({ waitedMs: 12_345 });
	});

	it('refuse a way to be limited nobody knows', async () => {
		const error = await failure({ ...text, options: { whenLimited: "={{ 'hurry' }}" } });
		expect(error.message).toContain("'hurry'");
		expect(fakeKit.session.calls).toEqual([]);
	});

	it('take a list of mentions from an expression', async () => {
		await items({ ...text, options: { mentions: "={{ ['1@lid', '2@lid'] }}" } });
		expect(fakeKit.session.request('send').extras).toEqual({ mentions: ['1@lid', '2@lid'] });
	});

	it('say no quote when the message ID was left empty', async () => {
		await items({ ...text, options: { replyTo: { message: { messageId: '', text: 'Earlier' } } } });
		expect(fakeKit.session.request('send').extras).toBeUndefined();
	});

	it('pass on the fallback, and the native form only when it was switched on', async () => {
		await items({ ...list, options: { fallback: 'poll' } });
		expect(fakeKit.session.request('send')).toMatchObject({ fallback: 'poll' });
		expect(fakeKit.session.request('send').experimental).toBeUndefined();

		fakeKit.reset();
		await items({ ...list, options: { experimental: true } });
		expect(fakeKit.session.request('send').experimental).toBe(true);
	});
});

describe('values from expressions', () => {
	it('may be numbers where a text is meant', async () => {
		await items({ ...text, recipient: '={{ 5511987654321 }}', text: '={{ 42 }}' });
		expect(fakeKit.session.request('send')).toMatchObject({
			recipient: '5511987654321',
			message: { text: '42' },
		});
	});

	it('are refused by the name of the field when they are objects', async () => {
		const error = await failure({ ...text, text: '={{ { a: 1 } }}' });
		expect(error.message).toContain("'text'");
		expect(error.message).toContain('an object');
		expect(fakeKit.session.calls).toEqual([]);
	});
});
