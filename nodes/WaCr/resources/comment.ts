import { addedFields, bodyField, idField, inPath } from '../routing/request-fields';
import type { WaCrResource } from '../routing/wa-cr-operation';

const phone = () =>
	idField('phone', 'Phone', 'Number of the person, with country code. There must be a chat already.');
const url = `=/comments/${inPath('phone')}`;

/** Notes beside a chat that the person does not see. */
export const comment: WaCrResource = {
	value: 'comment',
	name: 'Comment',
	defaultOperation: 'add',
	operations: [
		{
			value: 'add',
			name: 'Add',
			action: 'Add a comment to a chat',
			description: 'Leave a note in a chat that only colleagues see',
			...{ method: 'POST', url, scope: 'messages:send', answer: 'whole' },
			fields: () => [
				phone(),
				bodyField('comment', {
					displayName: 'Comment',
					name: 'comment',
					typeOptions: { rows: 3 },
					description: 'Up to 5000 characters; HTML is allowed',
				}),
				addedFields('Additional Fields', {
					status_message: {
						displayName: 'Title',
						name: 'statusMessage',
						description: 'Up to 255 characters',
					},
					media_url: { displayName: 'Media URL', name: 'mediaUrl' },
					message_id: { displayName: 'Message ID', name: 'messageId' },
					ref_message_id: { displayName: 'Answers Message ID', name: 'refMessageId' },
				}),
			],
		},
		{
			...{
				value: 'getMany',
				name: 'Get Many',
				action: 'Get many comments',
				description: 'Get many comments',
			},
			...{ method: 'GET', url, scope: 'messages:read', answer: 'list' },
			fields: () => [phone()],
		},
	],
};
