import type { INodeExecutionData } from 'n8n-workflow';
import { optionsCollection } from '../../../shared/fields/option-fields';
import { recipientField } from '../../../shared/fields/recipient-field';
import type { OperationContext, OperationModule } from '../../../shared/operation';
import { readRecipient } from '../../../shared/send-message';
import { operationSignal } from '../../../shared/time-limit';

export const getProfilePicture: OperationModule = {
	operation: {
		value: 'getProfilePicture',
		name: 'Get Profile Picture',
		action: 'Get the profile picture of a contact',
		description: 'Get the address of the picture of a person or group, or the picture itself',
	},

	fields: () => [
		recipientField('Whose picture'),
		{
			displayName: 'Download Picture',
			name: 'downloadPicture',
			type: 'boolean',
			default: false,
			description: 'Whether to put the picture into the item; its address stops working after some hours',
		},
		{
			displayName: 'Put Output File in Field',
			name: 'binaryPropertyName',
			type: 'string',
			required: true,
			default: 'data',
			displayOptions: { show: { downloadPicture: [true] } },
			hint: 'The name of the output binary field to put the file in',
		},
		optionsCollection(['defaultCountry', 'timeoutSeconds']),
	],

	execute: readPicture,
};

async function readPicture(context: OperationContext): Promise<INodeExecutionData[]> {
	const { host, parameters, session } = context;
	const recipient = readRecipient(parameters);
	const signal = operationSignal(context);
	const url = await session.profilePicture(recipient, signal);
	const json = { recipient: recipient.recipient, found: url !== null, url };
	if (url === null || !parameters.boolean('downloadPicture', false)) return [{ json }];
	const picture = (await host.helpers.httpRequest({
		url,
		encoding: 'arraybuffer',
		abortSignal: signal,
	})) as ArrayBuffer;
	const property = parameters.optionalText('binaryPropertyName') ?? 'data';
	const binary = await host.helpers.prepareBinaryData(
		Buffer.from(picture),
		'profile-picture.jpg',
		'image/jpeg',
	);
	return [{ json, binary: { [property]: binary } }];
}
