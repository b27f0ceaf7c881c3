import { crashRun, type CrashRunOutcome } from './crash/crash-run';

/** The long one, 500 messages each way, is `npm run bench -- crash-run`. */
describe('sockets that drop and a process that is killed with SIGKILL', () => {
	let outcome: CrashRunOutcome;

	beforeAll(async () => {
		outcome = await crashRun({
			messages: 60,
			drops: 4,
			kills: 2,
			seed: 42,
			width: 3,
			everyMs: 15,
			settleMs: 15_000,
		});
	}, 60_000);

	it('happened as planned', () => {
		expect(outcome).toMatchObject({ drops: 4, kills: 2 });
	});

	it('lose no message that was written to the account', () => {
		expect(outcome.lostIn).toEqual([]);
	});

	it('never make two events of one message', () => {
		expect(outcome.duplicatedIn).toEqual([]);
	});

	it('leave every message that was sent on the phone', () => {
		expect(outcome.lostOut).toEqual([]);
	});

	it('leave no message twice on the phone', () => {
		expect(outcome.duplicatedOut).toEqual([]);
	});

	it('keep the one identity that was linked', () => {
		expect(outcome.devices).toBe(1);
	});

	it('make the kit do nothing WhatsApp would not take', () => {
		expect(outcome.protocolErrors).toEqual([]);
	});
});
