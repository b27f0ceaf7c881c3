import type { OutboxWorld } from './outbox-world';

export function keys(world: () => OutboxWorld): void {
	test('200 requests of one key at once, from everywhere, are one job and one message', async () => {
		const owner = await world().start();
		await world().own(owner);
		const other = await world().startOther(owner);
		const request = { recipient: '+49 151 23456789', idempotencyKey: 'one' };
		const told = await Promise.all(
			Array.from({ length: 200 }, async (_, index) => {
				const { session } = index % 2 ? owner : other;
				return await session.enqueue({ ...request, message: { kind: 'text', text: 'once' } });
			}),
		);
		const jobIds = new Set(told.map(({ jobId }) => jobId));
		// Who asks when it was sent already is told of the message.
		expect(jobIds.size).toBe(1);
		expect(await world().ended(other, [[...jobIds][0]!])).toEqual(['sent']);
		expect(world().left).toBe(1);
	});

	test('a key sent without a job is told as sent, and sends nothing', async () => {
		const owner = await world().start();
		const sent = await owner.session.send({
			recipient: '+49 151 23456789',
			message: { kind: 'text', text: 'once' },
			idempotencyKey: 'one',
		});
		const other = await world().startOther(owner);
		const again = await other.session.enqueue({
			recipient: '+49 151 23456789',
			message: { kind: 'text', text: 'once' },
			idempotencyKey: 'one',
		});
		if (again.outcome === 'queued')
			// It was acknowledged this moment and not written down yet: the job finds the message.
			expect(await world().ended(other, [again.jobId])).toEqual(['sent']);
		else expect(again).toMatchObject({ outcome: 'sent', messageId: sent.messageId });
		expect(world().left).toBe(1);
	});

	test('a job nobody made is an error that says so', async () => {
		const { session } = await world().start();
		const unknown = { code: 'invalidInput', what: expect.stringContaining('"nothing"') as string };
		await expect(session.getJob('nothing')).rejects.toMatchObject(unknown);
		await expect(session.cancelJob('nothing')).rejects.toMatchObject(unknown);
	});
}
