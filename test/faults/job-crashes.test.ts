import { describeWithPostgres } from '../fixtures/describe-with-postgres';
import { describeWithRedis } from '../fixtures/redis-server';
import { jobCrashRun, type JobCrashOptions } from './crash/job-crash-run';

const intact = (messages: number, kills: number) => ({
	lost: [],
	duplicated: [],
	ambiguous: [],
	states: { sent: messages },
	kills,
	protocolErrors: [],
	devices: 1,
});

const options: JobCrashOptions = { messages: 120, kills: 4, seed: 5, workers: 0, listens: true };

describe('queued messages whose process is killed with SIGKILL', () => {
	it('leave once each, whenever it was', async () => {
		expect(await jobCrashRun(options)).toEqual(intact(120, 4));
	}, 180_000);

	it('leave once each where only nodes use the number', async () => {
		expect(await jobCrashRun({ ...options, seed: 9, listens: false })).toEqual(intact(120, 4));
	}, 180_000);
});

describeWithPostgres('queued messages in queue mode', { fsync: true }, (postgres) => {
	describeWithRedis('whose owner is killed with SIGKILL', (redis) => {
		it('leave once each, whoever queued them', async () => {
			const environment = {
				WHATSAPP_KIT_DATABASE_URL: postgres().address(),
				WHATSAPP_KIT_REDIS_URL: redis().url,
			};
			expect(await jobCrashRun({ ...options, workers: 2, environment })).toEqual(intact(120, 4));
		}, 240_000);
	});
});
