import type { INodeProperties } from 'n8n-workflow';
import type { RestResource } from '../../shared/rest/operation';
import { inBody, optional } from './body-fields';
import { create, getMany, getOne, remove, update, type RecordKind } from './kept-records';
import { replyFields } from './reply-fields';

const survey: RecordKind = { name: 'survey', url: '/survey' };

export function surveyResource(): RestResource {
	return {
		value: 'survey',
		name: 'Survey',
		initial: 'getMany',
		operations: [
			create(survey, [optional('Fields', 'surveyFields', [...replyFields(), order()])]),
			getOne(survey),
			getMany(survey),
			update(survey, [optional('Update Fields', 'surveyFields', [...replyFields(), order()])]),
			remove(survey),
		],
	};
}

const order = (): INodeProperties =>
	inBody(
		{
			displayName: 'Sort ID',
			name: 'sortId',
			type: 'number',
			default: 1,
			description: 'Place among the questions of the survey',
		},
		'sort_id',
	);
