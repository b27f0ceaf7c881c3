import { RedisLink } from '../../runtime/redis/redis-link';
import { redisSettings } from '../../runtime/redis-settings';
import { systemClock } from '../../runtime/system-ports';
import { describeWithRedis } from '../fixtures/redis-server';
import { until } from '../fixtures/until';
import { silentLogger } from '../storage/silent-logger';

describeWithRedis('word of a queued message', (redis) => {
	const links: RedisLink[] = [];
	const link = (processId: string): RedisLink => {
		const settings = redisSettings({
			environment: { WHATSAPP_KIT_REDIS_URL: redis().url },
			queueProcess: false,
		})!;
		const made = new RedisLink({ settings, processId, logger: silentLogger, clock: systemClock });
		links.push(made);
		return made;
	};
	const heard = (): { count: number; readonly onRing: () => void } => {
		const ears = { count: 0, onRing: () => (ears.count += 1) };
		return ears;
	};

	afterEach(async () => {
		for (const one of links.splice(0)) await one.close();
		await redis().ask('FLUSHALL');
	});

	test('reaches whoever holds the account, and nobody who holds another one', async () => {
		const [mine, theirs] = [heard(), heard()];
		const owner = link('owner').bell;
		const answering = [owner.answer('a', mine.onRing), owner.answer('b', theirs.onRing)];
		const other = link('other').bell;
		await other.ring('a', 'job-1');
		await until(() => mine.count === 1);
		await other.ring('b', 'job-2');
		await until(() => theirs.count === 1);
		expect(mine.count).toBe(1);
		for (const one of answering) await one.stop();
	});

	test('waits for an owner who comes later, once for each job', async () => {
		const bell = link('other').bell;
		for (const jobId of ['1', '2', '2']) await bell.ring('a', jobId);
		const ears = heard();
		const answering = link('owner').bell.answer('a', ears.onRing);
		await until(() => ears.count === 2);
		await answering.stop();
		expect(ears.count).toBe(2);
	});

	test('is for the next owner when the last one stopped', async () => {
		const [first, next] = [heard(), heard()];
		const answered = link('first').bell.answer('a', first.onRing);
		const bell = link('other').bell;
		await bell.ring('a', '1');
		await until(() => first.count === 1);
		await answered.stop();
		await bell.ring('a', '2');
		const answering = link('next').bell.answer('a', next.onRing);
		await until(() => next.count === 1);
		expect(first.count).toBe(1);
		await answering.stop();
	});

	test('leaves nothing behind in Redis', async () => {
		const ears = heard();
		const answering = link('owner').bell.answer('a', ears.onRing);
		const bell = link('other').bell;
		for (let job = 0; job < 50; job += 1) await bell.ring('a', `${job}`);
		await until(() => ears.count === 50);
		await until(async () => !(await redis().ask('KEYS *jobs-1-a:job-*')).includes('job-'));
		await answering.stop();
	});
});
