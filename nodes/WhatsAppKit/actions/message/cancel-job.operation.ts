import type { OperationModule } from '../../../shared/operation';
import { jobIdField } from './job-id-field';
import { jobItem } from './job-item';

export const cancelJob: OperationModule = {
	operation: {
		value: 'cancelJob',
		name: 'Cancel Job',
		action: 'Cancel the job of a queued message',
		description: 'Take a message out of the queue, unless it is leaving or has left',
	},

	fields: () => [jobIdField('The queued message')],

	async execute({ parameters, session }) {
		const { cancelled, job } = await session.cancelJob(parameters.text('jobId').trim());
		return [{ json: { cancelled, ...jobItem(job) } }];
	},
};
