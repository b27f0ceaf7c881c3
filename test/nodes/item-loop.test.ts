import { KitError } from '../../messages/kit-error';
import { fakeKit, receipt } from './fake-kit';
import { failure, items, run, startRun } from './run-node';

jest.mock('../../runtime/kit-registry', () => jest.requireActual('./fake-kit'));

beforeEach(() => fakeKit.reset());

const sendText = { resource: 'message', operation: 'sendText', recipient: '={{ $json.to }}', text: 'Hello' };
const three = [{ json: { to: 'a' } }, { json: { to: 'b' } }, { json: { to: 'c' } }];

const refused = new KitError({
	code: 'notOnWhatsApp',
	what: 'b is not on WhatsApp',
	why: 'The server knows no account under it',
	next: 'Check the number.',
});

function failFor(recipient: string, error: unknown): void {
	fakeKit.session.answers.send = (request: { recipient: string }) => {
		if (request.recipient === recipient) throw error;
		return receipt(request);
	};
}

function recipients(): unknown[] {
	return fakeKit.session.calls.map(({ args }) => (args[0] as { recipient: string }).recipient);
}

describe('several items', () => {
	it('are sent in order over one session, each paired with its input', async () => {
		const output = await items(sendText, { items: three });
		expect(recipients()).toEqual(['a', 'b', 'c']);
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		expect(fakeKit.acquired).toHaveLength(1);
		expect(fakeKit.released).toBe(1);
	});

	it('end at a bad one, which is named', async () => {
		failFor('b', refused);
		const error = await failure(sendText, { items: three });
		expect(recipients()).toEqual(['a', 'b']);
		expect(error.context.itemIndex).toBe(1);
		expect(fakeKit.released).toBe(1);
	});

	it('go on after a bad one with Continue On Fail', async () => {
		failFor('b', refused);
		const output = await items(sendText, { items: three, settings: { onError: 'continueRegularOutput' } });
		expect(recipients()).toEqual(['a', 'b', 'c']);
		expect(output.map(({ json }) => json.outcome ?? json.errorCode)).toEqual([
			'sent',
			'notOnWhatsApp',
			'sent',
		]);
		expect(output[1]).toMatchObject({
			json: { error: 'b is not on WhatsApp', message: expect.stringContaining('Check the number.') },
			pairedItem: { item: 1 },
		});
	});

	it('send a bad one to the error output when the node has one', async () => {
		failFor('b', refused);
		const result = await run(sendText, { items: three, settings: { onError: 'continueErrorOutput' } });
		const [good, bad] = result.data.resultData.runData['WhatsApp Kit']![0]!.data!.main!;
		expect(good).toHaveLength(2);
		expect(bad).toHaveLength(1);
		expect(Object.keys(bad![0]!.json).sort()).toEqual(['error', 'message']);
	});

	it('stop when the execution is cancelled, also with Continue On Fail', async () => {
		const started = startRun(sendText, { items: three, settings: { onError: 'continueRegularOutput' } });
		let seen: AbortSignal | undefined;
		fakeKit.session.answers.send = async (request: { signal: AbortSignal }) => {
			seen = request.signal;
			started.cancel();
			await new Promise((_resolve, reject) => {
				const end = (): void => reject(new KitError({ code: 'cancelled', what: 'Cancelled' }));
				if (request.signal.aborted) end();
				else request.signal.addEventListener('abort', end);
			});
		};
		await started.done.catch(() => undefined);
		expect(seen?.aborted).toBe(true);
		expect(fakeKit.session.calls).toHaveLength(1);
		expect(fakeKit.released).toBe(1);
	});
});

describe('the key of an item', () => {
	const keys = (): unknown[] =>
		fakeKit.session.calls.map(({ args }) => (args[0] as { idempotencyKey: string }).idempotencyKey);

	it('is made of execution, node, item and run', async () => {
		await items(sendText, { items: three, executionId: '77' });
		expect(keys()).toEqual(['77:node-1:0:0', '77:node-1:1:0', '77:node-1:2:0']);
	});

	it('stays the same when the node retries, so that what was sent is not sent again', async () => {
		let failures = 1;
		fakeKit.session.answers.send = (request: { recipient: string }) => {
			if (request.recipient === 'b' && failures-- > 0) throw refused;
			return receipt(request);
		};
		await items(sendText, {
			items: three,
			settings: { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 },
		});
		expect(keys()).toEqual([
			'42:node-1:0:0',
			'42:node-1:1:0',
			'42:node-1:0:0',
			'42:node-1:1:0',
			'42:node-1:2:0',
		]);
	});
});

describe('an error', () => {
	it('says what happened, and below it why, when to try again and what to do', async () => {
		failFor(
			'a',
			new KitError({ code: 'refused', what: 'It was refused', why: 'Too many', next: 'Wait', retryAt: 0 }),
		);
		const error = await failure(sendText, { items: three });
		expect(error.message).toBe('It was refused');
		expect(error.description).toBe(
			'Too many. Trying again is pointless before 1970-01-01T00:00:00.000Z. Wait.',
		);
	});

	it('of another copy of this package reads the same', async () => {
		const foreign = Object.assign(new Error('It was refused'), {
			name: 'KitError',
			code: 'refused',
			what: 'It was refused',
			next: 'Wait.',
		});
		failFor('a', foreign);
		expect((await failure(sendText, { items: three })).description).toBe('Wait.');
	});

	it('carries nothing of its cause', async () => {
		const cause = Object.assign(new Error('inner'), { config: { headers: { authorization: 'top secret' } } });
		failFor('a', new KitError({ code: 'media', what: 'It could not be fetched', cause }));
		const error = await failure(sendText, { items: three });
		expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('top secret');
	});

	it.each([[1006], ['closed'], [undefined], [new Error('')]])(
		'is a sentence also when %p was thrown',
		async (thrown) => {
			failFor('a', thrown);
			expect((await failure(sendText, { items: three })).message).toMatch(/\w{3,}/);
		},
	);

	it('of opening the session is told per item with Continue On Fail', async () => {
		const down = () => new KitError({ code: 'storage', what: 'The store cannot be read' });
		fakeKit.failures = [down(), down(), down()];
		const output = await items(sendText, { items: three, settings: { onError: 'continueRegularOutput' } });
		expect(output.map(({ json }) => json.errorCode)).toEqual(['storage', 'storage', 'storage']);
		expect(fakeKit.released).toBe(0);
	});
});

describe('the account of a node', () => {
	it('is its credential, called by the label when there is one', async () => {
		await items(sendText, { items: three, credential: { accountLabel: ' Shop ', connection: {} } });
		expect(fakeKit.acquired).toEqual([
			{
				id: 'credential-1',
				name: 'Shop',
				engine: 'web',
				credential: { accountLabel: ' Shop ', connection: {} },
			},
		]);
	});
});

it('refuses an operation this version does not know', async () => {
	const error = await failure({ resource: 'message', operation: 'sendTelegram' });
	expect(error.message).toContain('message: sendTelegram');
});
