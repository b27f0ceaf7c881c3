import type { INodeExecutionData } from 'n8n-workflow';
import { optionsCollection } from '../../../shared/fields/option-fields';
import { defined } from '../../../shared/item-parameters';
import type { OperationContext, OperationModule } from '../../../shared/operation';
import { operationSignal } from '../../../shared/time-limit';

const mebibyte = 1024 * 1024;

/** Default and highest size of a download, MiB; the whole file is held in memory. */
const size = { default: 64, max: 100 };

export const downloadMedia: OperationModule = {
	operation: {
		value: 'downloadMedia',
		name: 'Download Media',
		action: 'Download the media of a message',
		description: 'Put the file of a received message into the item',
	},

	fields: () => [
		{
			displayName: 'Media Reference',
			name: 'mediaReference',
			type: 'string',
			required: true,
			default: '={{ $json.media.reference }}',
			description: "Where the file is: 'media.reference' of the trigger's item",
		},
		{
			displayName: 'Put Output File in Field',
			name: 'binaryPropertyName',
			type: 'string',
			required: true,
			default: 'data',
			hint: 'The name of the output binary field to put the file in',
		},
		optionsCollection(
			['timeoutSeconds'],
			[
				{
					displayName: 'File Name',
					name: 'fileName',
					type: 'string',
					default: '',
					placeholder: 'e.g. photo.jpg',
					description: 'Name of the file in the item; wins over the name it was sent with',
				},
				{
					displayName: 'Max Size (MB)',
					name: 'maxSizeMb',
					type: 'number',
					typeOptions: { minValue: 0.1, maxValue: 100, numberPrecision: 1 },
					default: 64,
					description: 'Larger files are not downloaded, up to 100',
				},
			],
		),
	],

	execute: download,
};

async function download(context: OperationContext): Promise<INodeExecutionData[]> {
	const { host, itemIndex, parameters, session } = context;
	const options = parameters.collection('options');
	const megabytes = parameters.asNumber(options.maxSizeMb, 'maxSizeMb') ?? size.default;
	const file = await session.downloadMedia({
		reference: parameters.text('mediaReference'),
		maxBytes: Math.round(Math.min(size.max, megabytes) * mebibyte),
		signal: operationSignal(context),
	});
	const fileName = parameters.asText(options.fileName, 'fileName') ?? file.fileName ?? undefined;
	const property = parameters.optionalText('binaryPropertyName') ?? 'data';
	const input = host.getInputData()[itemIndex];
	return [
		{
			// The message goes on with its file: what follows usually needs both.
			json: defined({ ...input?.json, mimeType: file.mimeType, fileName, size: file.data.byteLength }),
			binary: {
				...input?.binary,
				[property]: await host.helpers.prepareBinaryData(Buffer.from(file.data), fileName, file.mimeType),
			},
		},
	];
}
