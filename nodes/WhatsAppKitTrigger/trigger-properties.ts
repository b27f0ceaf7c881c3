import type { INodeProperties } from 'n8n-workflow';
import { engineField, hearingNotices } from '../shared/offered-engines';
import { filtersField } from './filter-fields';
import { mannersField } from './manner-fields';

/** Fresh objects at every call: n8n changes the arrays it is given. */
export function triggerProperties(): INodeProperties[] {
	return [engineField(), ...hearingNotices(), eventsField(), filtersField(), mannersField(), optionsField()];
}

function eventsField(): INodeProperties {
	return {
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		required: true,
		default: ['choice', 'message'],
		description: 'What starts the workflow',
		options: [
			{
				name: 'Choice',
				value: 'choice',
				description: 'Somebody picked from a list, buttons, a poll or numbered text',
			},
			{ name: 'Deleted', value: 'deleted', description: 'Somebody deleted a message for everyone' },
			{ name: 'Edited', value: 'edited', description: 'Somebody changed a message' },
			{ name: 'Message', value: 'message', description: 'Somebody wrote a message or sent a file' },
			{
				name: 'Message Status',
				value: 'messageStatus',
				description: 'A message of yours was delivered, read, played or refused',
			},
			{
				name: 'Reaction',
				value: 'reaction',
				description: 'Somebody reacted to a message, or took the reaction back',
			},
			{
				name: 'Session State',
				value: 'sessionState',
				description:
					"The number was linked, logged out, restricted, banned, opened elsewhere or stopped, or its connection is lost for longer than the option 'Tell Lost Connection After' says, or there again",
			},
		],
	};
}

function optionsField(): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			{
				displayName: 'Download Media',
				name: 'downloadMedia',
				type: 'boolean',
				default: false,
				description:
					"Whether to put the file of a message into the item. N8n never deletes files that a trigger fetched: where many files come in, use the operation 'Download Media' of the node instead.",
			},
			{
				displayName: 'Include Raw Data',
				name: 'includeRaw',
				type: 'boolean',
				default: false,
				description:
					"Whether to add 'raw', the event as the engine gave it. Its form may change with any version.",
			},
			{
				displayName: 'Max Size (MB)',
				name: 'maxSizeMb',
				type: 'number',
				typeOptions: { minValue: 0.1, maxValue: 100, numberPrecision: 1 },
				default: 16,
				description: "Larger files are not downloaded; the item says so in 'mediaError'",
			},
			{
				displayName: 'Put Output File in Field',
				name: 'binaryPropertyName',
				type: 'string',
				default: 'data',
				hint: 'The name of the output binary field to put the file in',
			},
			{
				displayName: 'Tell Lost Connection After (Seconds)',
				name: 'lostAfterSeconds',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: 86_400 },
				default: 60,
				description:
					"For the event 'Session State': a connection that is back before this is not told. WhatsApp ends every connection now and then; 0 tells each time.",
			},
		],
	};
}
