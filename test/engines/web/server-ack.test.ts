import { EventEmitter } from 'node:events';
import type { BinaryNode } from '@whiskeysockets/baileys';
import { serverAck } from '../../../engines/web/server-ack';
import { ManualClock } from '../../fixtures/manual-clock';

const LIMIT = 30_000;
const ack: BinaryNode = { tag: 'ack', attrs: { id: 'A1' } };

describe('the server’s acknowledgement', () => {
	function waiting() {
		const source = new EventEmitter();
		const clock = new ManualClock();
		return { source, clock, answer: serverAck(source, 'A1', { clock, timeoutMs: LIMIT }) };
	}

	/** `error` and `close` count too: a listener left behind would hear every later socket event. */
	const listeners = (source: EventEmitter) =>
		source.eventNames().reduce((sum, name) => sum + source.listenerCount(name), 0);

	test('is heard from the moment of the call, for this id only', async () => {
		const { source, answer } = waiting();
		source.emit('TAG:B2', { tag: 'ack', attrs: { id: 'B2' } });
		source.emit('TAG:A1', ack);
		expect(await answer).toBe(ack);
		expect(listeners(source)).toBe(0);
	});

	test('that does not come in time is no answer', async () => {
		const { source, clock, answer } = waiting();
		await clock.advance(LIMIT);
		expect(await answer).toBeUndefined();
		expect(listeners(source)).toBe(0);
	});

	test.each([
		['an error', 'error', new Error('broken'), 'broken'],
		['a reason', 'close', new Error('lost'), 'lost'],
		['no reason', 'close', undefined, 'Connection Closed'],
	])('cannot come any more when the socket ends with %s', async (_name, event, given, text) => {
		const { source, answer } = waiting();
		source.emit(event, given);
		await expect(answer).rejects.toThrow(text);
		expect(listeners(source)).toBe(0);
	});
});
