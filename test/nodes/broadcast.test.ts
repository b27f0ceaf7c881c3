import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { KitError } from '../../messages/kit-error';
import { fakeKit, receipt } from './fake-kit';
import { run, startRun } from './run-node';

jest.mock('../../runtime/kit-registry', () => jest.requireActual('./fake-kit'));

beforeEach(() => fakeKit.reset());

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function heapMb(): number {
	collectGarbage();
	return process.memoryUsage().heapUsed / 2 ** 20;
}

const count = 10_000;
const sendText = {
	resource: 'message',
	operation: 'sendText',
	recipient: '={{ $json.to }}',
	text: '={{ "Hello " + $json.to }}',
	options: { waitFor: 'sent' },
};
const recipients = () =>
	Array.from({ length: count }, (_, index) => ({ json: { to: `+49151${10_000_000 + index}` } }));

/** What the session is asked for is dropped: only what the node itself keeps is measured. */
function answering(
	send: (request: { recipient: string; signal: AbortSignal }, index: number) => unknown,
): void {
	let sent = 0;
	fakeKit.session.answers.send = (request: { recipient: string; signal: AbortSignal }) => {
		fakeKit.session.calls.length = 0;
		return send(request, (sent += 1));
	};
}

describe('ten thousand items in one run', () => {
	it('are all sent, in order, in memory that grows by little more than the receipts', async () => {
		let first = 0;
		let last = 0;
		const order: string[] = [];
		answering((request, index) => {
			if (index === 1_000) first = heapMb();
			if (index === count) last = heapMb();
			order.push(request.recipient);
			return receipt(request);
		});
		const result = await run(sendText, { items: recipients() });
		const [task] = result.data.resultData.runData['WhatsApp Kit']!;
		expect(task!.data!.main![0]).toHaveLength(count);
		expect(order).toEqual(recipients().map(({ json }) => json.to));
		expect(task!.hints).toMatchObject([{ message: '10000 items handled, none of them failed.' }]);
		// 9 000 receipts of a third of a kB, the list above, and the run's own bookkeeping.
		expect(last - first).toBeLessThan(30);
		expect(fakeKit.acquired).toHaveLength(1);
	});

	it('say how many failed when they may', async () => {
		answering((request, index) => {
			if (index % 1_000 === 0) throw new KitError({ code: 'notOnWhatsApp', what: 'Nobody is there.' });
			return receipt(request);
		});
		const settings = { onError: 'continueRegularOutput' } as const;
		const result = await run(sendText, { items: recipients(), settings });
		const [task] = result.data.resultData.runData['WhatsApp Kit']!;
		expect(task!.data!.main![0]).toHaveLength(count);
		expect(task!.hints).toMatchObject([{ message: '10000 items handled, 10 of them failed.' }]);
	});

	it('end where the person stops them: nothing is sent after it', async () => {
		let sent = 0;
		const started = startRun(sendText, { items: recipients() });
		answering((request, index) => {
			sent = index;
			if (index === 1_234) started.cancel();
			return receipt(request);
		});
		await started.done.catch(() => undefined);
		expect(sent).toBe(1_234);
		expect(fakeKit.released).toBe(1);
	});
});
