import type { OperationModule } from '../../../shared/operation';
import { jobIdField } from './job-id-field';
import { jobItem } from './job-item';

export const getJob: OperationModule = {
	operation: {
		value: 'getJob',
		name: 'Get Job',
		action: 'Get the job of a queued message',
		description: 'Tell whether a queued message still waits, was sent, or why not',
	},

	fields: () => [jobIdField('The queued message')],

	async execute({ parameters, session }) {
		return [{ json: jobItem(await session.getJob(parameters.text('jobId').trim())) }];
	},
};
