import type { INodeProperties } from 'n8n-workflow';
import { defined } from '../../../shared/item-parameters';
import type { OperationContext } from '../../../shared/operation';

const mebibyte = 1024 * 1024;

/** Where the file comes from. */
export function mediaSourceFields(): INodeProperties[] {
	return [
		{
			displayName: 'Source',
			name: 'mediaSource',
			type: 'options',
			options: [
				{ name: 'Binary Field', value: 'binary', description: 'A file in the input item' },
				{ name: 'URL', value: 'url', description: 'A file n8n downloads' },
			],
			default: 'binary',
			description: 'Where the file comes from',
		},
		{
			displayName: 'Input Binary Field',
			name: 'binaryPropertyName',
			type: 'string',
			required: true,
			default: 'data',
			displayOptions: { show: { mediaSource: ['binary'] } },
			hint: 'The name of the input binary field containing the file to send',
		},
		{
			displayName: 'File URL',
			name: 'mediaUrl',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://example.com/menu.pdf',
			displayOptions: { show: { mediaSource: ['url'] } },
			description: 'Address n8n can download the file from without signing in',
		},
	];
}

/** The `source` of a media message: bytes out of the item, or an address with its bounds. */
export async function readMediaSource(context: OperationContext): Promise<object> {
	const { parameters } = context;
	const options = parameters.collection('options');
	const megabytes = parameters.asNumber(options.maxSizeMb, 'maxSizeMb');
	const seconds = parameters.asNumber(options.timeoutSeconds, 'timeoutSeconds');
	if (parameters.text('mediaSource') === 'url') {
		return defined({
			type: 'url',
			url: parameters.text('mediaUrl').trim(),
			maxBytes: megabytes === undefined ? undefined : Math.round(megabytes * mebibyte),
			timeoutMs: seconds === undefined ? undefined : seconds * 1_000,
			allowPrivate: options.allowPrivateAddresses === true,
		});
	}
	return await readBinarySource(context, parameters.optionalText('binaryPropertyName') ?? 'data');
}

/** The bytes of a field of the item. */
export async function readBinarySource(
	{ host, itemIndex, parameters }: OperationContext,
	property: string,
): Promise<object> {
	const file = host.helpers.assertBinaryData(itemIndex, property);
	return defined({
		type: 'binary',
		data: await host.helpers.getBinaryDataBuffer(itemIndex, property),
		fileName: parameters.asText(file.fileName, 'fileName'),
		mimeType: parameters.asText(file.mimeType, 'mimeType'),
	});
}
