import { EventEmitter } from 'node:events';
import { Writable, type Duplex } from 'node:stream';
import { gatherWrites } from '../../../engines/web/gathered-writes';
import { fc } from '../../fixtures/properties';

const turn = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve));

describe('writes of one turn', () => {
	/** What reached the system, one entry per call of it. */
	function line({ highWaterMark = 65_536, holds = false } = {}) {
		const calls: string[] = [];
		const held: (() => void)[] = [];
		const take = (text: string, done: () => void): void => {
			calls.push(text);
			if (holds) held.push(done);
			else done();
		};
		const stream = new Writable({
			highWaterMark,
			write: (chunk: Buffer, _encoding, done) => take(chunk.toString(), done),
			writev: (chunks, done) => take(chunks.map(({ chunk }) => String(chunk)).join(''), done),
		});
		const clock = { now: 0 };
		const source = new EventEmitter();
		gatherWrites(source, () => clock.now);
		source.emit('upgrade', { socket: stream as unknown as Duplex });
		const told: string[] = [];
		const write = (text: string): boolean => stream.write(text, () => told.push(text));
		return { stream, calls, held, told, clock, write };
	}

	test('the first leaves at once, the others together when the turn ends', async () => {
		const { write, calls } = line();
		for (const text of ['a', 'b', 'c']) write(text);
		expect(calls).toEqual(['a']);
		await turn();
		expect(calls).toEqual(['a', 'bc']);
		write('d');
		expect(calls).toEqual(['a', 'bc', 'd']);
	});

	test('a gathered one counts as written', async () => {
		const { write, told } = line();
		write('a');
		write('b');
		expect(told).toEqual(['b']);
		await turn();
		expect(told).toEqual(['b', 'a']);
	});

	test('a turn that does not end keeps none for longer than 2 ms', () => {
		const { write, calls, clock } = line();
		for (const text of ['a', 'b', 'c', 'd', 'e', 'f']) {
			write(text);
			clock.now += 0.8;
		}
		expect(calls).toEqual(['a', 'bcd']);
	});

	test('what has gathered leaves before the stream ends', async () => {
		const { stream, write, calls } = line();
		write('a');
		write('b');
		await new Promise<void>((resolve) => stream.end('c', resolve));
		expect(calls.join('')).toBe('abc');
	});

	test('what a full stream has to keep waiting is not told as written', async () => {
		const { write, told, held } = line({ highWaterMark: 4, holds: true });
		write('first');
		expect(write('second')).toBe(false);
		await turn();
		expect(told).toEqual([]);
		held.shift()?.();
		await turn();
		expect(told).toEqual(['first']);
	});

	test('a stream that broke meanwhile fails nobody', async () => {
		const { stream, write, told } = line();
		const broken = new Promise((resolve) => stream.once('error', resolve));
		write('a');
		write('b');
		stream.destroy(new Error('cable'));
		await broken;
		await turn();
		expect(told).toContain('b');
	});

	test('nothing is lost, doubled or moved, whatever the turns', async () => {
		const step = fc.oneof(
			fc.record({ text: fc.stringMatching(/^[a-z]{1,9}$/) }),
			fc.constantFrom({ ms: 1 }, { ms: 3 }, { turns: 1 }),
		);
		const steps = fc.array(step, { maxLength: 60 });
		await fc.assert(
			fc.asyncProperty(steps, fc.constantFrom(3, 64, 65_536), async (all, highWaterMark) => {
				const { stream, write, calls, clock } = line({ highWaterMark });
				for (const one of all) {
					if ('text' in one) write(one.text);
					else if ('ms' in one) clock.now += one.ms ?? 0;
					else await turn();
				}
				await new Promise<void>((resolve) => stream.end(resolve));
				expect(calls.join('')).toBe(all.map((one) => ('text' in one ? one.text : '')).join(''));
			}),
		);
	});
});
