import { until } from '../../../fixtures/until';
import type { OutboxWorld } from './outbox-world';

export function owners(world: () => OutboxWorld): void {
	test('messages to one person leave in the order they were queued, whoever queued them', async () => {
		const owner = await world().start();
		await world().own(owner);
		const other = await world().startOther(owner);
		const jobIds: string[] = [];
		const names = Array.from({ length: 60 }, (_, index) => index);
		for (const index of names) {
			const from = index % 3 ? other : owner;
			jobIds.push((await from.queue(`${index % 4}: ${index}`, `+49 151 2345670${index % 4}`)).jobId);
		}
		await world().ended(owner, jobIds);
		for (const person of [0, 1, 2, 3]) {
			const shown = world()
				.shown()
				.filter((text) => text.startsWith(`${person}:`));
			expect(shown).toEqual(
				names.filter((index) => index % 4 === person).map((index) => `${person}: ${index}`),
			);
		}
		expect(world().left).toBe(60);
	});

	test('who queues takes the number when nobody holds it', async () => {
		const only = await world().start();
		const { jobId } = await only.queue('a');
		expect(await world().ended(only, [jobId])).toEqual(['sent']);
	});

	test('what waits stays when its process ends, and leaves with the next one that uses the number', async () => {
		const limits = { perHour: 2 };
		const first = await world().start(limits);
		const { jobId: sent } = await first.queue('a');
		await world().ended(first, [sent]);
		await first.queue('b');
		const { jobId } = await first.queue('c');
		await until(() => world().left === 2);
		expect(first.managed.idle).toBe(false);
		await first.managed.close();
		const next = await world().start({});
		expect(await next.session.getJob(jobId)).toMatchObject({ state: 'queued' });
		next.managed.resumeJobs();
		expect(await world().ended(next, [jobId])).toEqual(['sent']);
		expect(world().shown()).toEqual(['a', 'b', 'c']);
		await until(() => next.managed.idle);
	});

	test('what was leaving when its process died leaves again under its message id', async () => {
		const first = await world().start();
		await world().own(first);
		first.engine.made[0]!.outcomes.push('never', 'never');
		const jobs = [await first.queue('a', '+49 151 23456781'), await first.queue('b', '+49 151 23456782')];
		const jobIds = jobs.map(({ jobId }) => jobId);
		await until(() => world().left === 2);
		const { jobId: waits } = await first.queue('c', '+49 151 23456781');
		world().crash(first);
		const next = await world().start();
		next.managed.resumeJobs();
		expect(await world().ended(next, [...jobIds, waits])).toEqual(['sent', 'sent', 'sent']);
		expect([...world().shown()].sort()).toEqual(['a', 'b', 'c']);
		expect(world().left).toBe(5);
		const repeated = next.engine.made.flatMap(({ sends }) => sends).filter(({ resend }) => resend);
		expect(repeated).toHaveLength(2);
	});
}
