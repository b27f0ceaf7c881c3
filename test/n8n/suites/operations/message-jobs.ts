import { waitUntil } from '../../wait-until';
import type { LinkedAccount } from './linked-account';

export function describeJobs(account: LinkedAccount): void {
	it('Message: Get Job and Cancel Job tell what became of a queued message', async () => {
		const recipient = `+${account.bea.digits}`;
		const options = { whenLimited: 'queue' };
		const queued = await account.runOne('message.sendText', {
			recipient,
			text: 'by way of the queue',
			options,
		});
		expect(queued.json).toMatchObject({ recipient, outcome: 'queued' });
		const { jobId } = queued.json;
		const sent = await waitUntil('the job is sent', async () => {
			const { json } = await account.runOne('message.getJob', { jobId });
			return json.state === 'sent' && json;
		});
		await account.bea.waitFor(({ id }) => id === sent.messageId, { timeoutMs: 60_000 });
		const { json } = await account.runOne('message.cancelJob', { jobId });
		expect(json).toMatchObject({ cancelled: false, state: 'sent', messageId: sent.messageId });
	});
}
