import { setImmediate as turn } from 'node:timers/promises';
import { seededRandom } from '../../../faults/crash/seeded-random';
import type { OutboxWorld } from './outbox-world';

export function cancelling(world: () => OutboxWorld): void {
	test('what the limits hold back is told, and can be cancelled from everywhere, once', async () => {
		const limits = { perHour: 1 };
		const owner = await world().start(limits);
		const other = await world().startOther(owner, limits);
		const first = await other.queue('first');
		await world().ended(other, [first.jobId]);
		const { jobId, leavesAt } = await other.queue('second');
		expect(Date.parse(leavesAt) - Date.now()).toBeGreaterThan(3_500_000);
		expect(await owner.session.getJob(jobId)).toMatchObject({ state: 'queued', attempts: 0 });
		expect(await owner.session.cancelJob(jobId)).toMatchObject({
			cancelled: true,
			job: { jobId, state: 'cancelled' },
		});
		expect(await other.session.cancelJob(jobId)).toMatchObject({ cancelled: false });
		expect(await other.session.cancelJob(first.jobId)).toMatchObject({
			cancelled: false,
			job: { state: 'sent' },
		});
		await expect(other.queue('second')).rejects.toMatchObject({ code: 'cancelled' });
		expect(world().shown()).toEqual(['first']);
	});

	test('cancelled or sent, never both and never neither, while they leave', async () => {
		const owner = await world().start();
		await world().own(owner);
		const other = await world().startOther(owner);
		const random = seededRandom(11);
		const names = Array.from({ length: 80 }, (_, index) => `m${index}`);
		const jobs = await Promise.all(
			names.map(async (text, index) => {
				const { jobId } = await other.queue(text, `+49 151 234567${10 + (index % 12)}`);
				for (let wait = Math.floor(random() * 40); wait > 0; wait -= 1) await turn();
				const { cancelled } = await (index % 2 ? owner : other).session.cancelJob(jobId);
				return { jobId, text, cancelled };
			}),
		);
		const states = await world().ended(
			other,
			jobs.map(({ jobId }) => jobId),
		);
		expect(states).toEqual(jobs.map(({ cancelled }) => (cancelled ? 'cancelled' : 'sent')));
		const kept = jobs.flatMap(({ text, cancelled }) => (cancelled ? [] : [text]));
		expect([...world().shown()].sort()).toEqual([...kept].sort());
		expect(world().left).toBe(kept.length);
	});
}
