import { SharedClock } from '../../runtime/shared-clock';
import { ManualClock, settle } from '../fixtures/manual-clock';
import { recordingLogger } from '../fixtures/quiet-logger';

const HOUR_MS = 3_600_000;

/** A machine whose clock can be set, and a database whose clock is the true one. */
class Machine {
	readonly time = new ManualClock();
	readonly logger = recordingLogger();
	/** How far the clock of this machine is ahead, ms. */
	aheadMs = 0;
	asked = 0;
	readonly clock = new SharedClock({
		host: {
			now: () => this.time.now() + this.aheadMs,
			sleep: async (ms, signal) => await this.time.sleep(ms, signal),
		},
		elapsed: () => this.time.now(),
		logger: this.logger,
	});
	ask: () => Promise<number | null> = async () => await Promise.resolve(this.time.now());

	async follow(): Promise<void> {
		await this.clock.follow(async () => {
			this.asked += 1;
			return await this.ask();
		});
	}

	/** How far it is from the truth, ms. */
	get error(): number {
		return this.clock.now() - this.time.now();
	}
}

describe('the time processes share', () => {
	let machine: Machine;

	beforeEach(() => (machine = new Machine()));
	afterEach(() => machine.clock.close());

	it.each([HOUR_MS, -300_000, 0])(
		'is that of the database on a machine that is %i ms ahead',
		async (ahead) => {
			machine.aheadMs = ahead;
			expect(machine.error).toBe(ahead);
			await machine.follow();
			expect(machine.error).toBe(0);
			await machine.time.advance(HOUR_MS);
			expect(machine.error).toBe(0);
		},
	);

	it('stays what it is when somebody sets the clock of the machine, and is asked for at once', async () => {
		await machine.follow();
		machine.aheadMs = 300_000;
		expect(machine.error).toBe(0);
		await settle();
		expect(machine.asked).toBe(2);
		expect(machine.error).toBe(0);
		await settle();
		expect(machine.asked).toBe(2);
	});

	it('follows a database whose clock was set', async () => {
		await machine.follow();
		machine.ask = async () => await Promise.resolve(machine.time.now() + 60_000);
		await machine.time.advance(15_000);
		expect(machine.error).toBe(60_000);
	});

	it('goes on evenly while the database is away, and is asked for again soon', async () => {
		machine.aheadMs = 7_000;
		await machine.follow();
		const { ask } = machine;
		machine.ask = async () => await Promise.reject(new Error('away'));
		await machine.time.advance(HOUR_MS);
		expect(machine.error).toBe(0);
		machine.ask = ask;
		const before = machine.asked;
		await machine.time.advance(2_000);
		expect(machine.asked).toBe(before + 1);
	});

	it('is that of the machine until the first answer', async () => {
		machine.aheadMs = 9_000;
		const { ask } = machine;
		machine.ask = async () => await Promise.reject(new Error('away'));
		await machine.follow();
		expect(machine.error).toBe(9_000);
		machine.ask = ask;
		await machine.time.advance(2_000);
		expect(machine.error).toBe(0);
	});

	it('is not taken from an answer that came late', async () => {
		await machine.follow();
		machine.ask = async () => {
			const then = machine.time.now();
			await machine.time.sleep(4_000);
			return then;
		};
		await machine.time.advance(19_000);
		expect(machine.error).toBe(0);
	});

	it('is that of the machine, unasked from then on, where all processes share one', async () => {
		machine.ask = async () => await Promise.resolve(null);
		machine.aheadMs = 5;
		await machine.follow();
		await machine.time.advance(HOUR_MS);
		expect(machine.error).toBe(5);
		expect(machine.asked).toBe(1);
	});

	it('warns once of a machine that is wrong', async () => {
		machine.aheadMs = -300_000;
		await machine.follow();
		await machine.time.advance(HOUR_MS);
		const warnings = machine.logger.lines.filter(({ level }) => level === 'warn');
		expect(warnings.map(({ message }) => message)).toEqual([
			expect.stringContaining('300 s behind the one of the database'),
		]);
	});

	it('is not asked for any more once closed', async () => {
		await machine.follow();
		machine.clock.close();
		await machine.time.advance(HOUR_MS);
		expect(machine.asked).toBe(1);
	});
});
