import { describeWithPostgres } from '../fixtures/describe-with-postgres';
import { crashRun, type CrashRunOutcome } from './crash/crash-run';

/** What `crashes.test.ts` proves of a store in a file holds of one in Postgres, with its writes on the disk. */
describeWithPostgres(
	'sockets that drop and a process that is killed, the store in Postgres',
	{ fsync: true },
	(server) => {
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
				environment: { WHATSAPP_KIT_DATABASE_URL: server().address() },
			});
		}, 90_000);

		it('lose nothing, make nothing twice, and keep the one identity', () => {
			expect(outcome).toMatchObject({
				drops: 4,
				kills: 2,
				lostIn: [],
				duplicatedIn: [],
				lostOut: [],
				duplicatedOut: [],
				devices: 1,
				protocolErrors: [],
			});
		});
	},
);
