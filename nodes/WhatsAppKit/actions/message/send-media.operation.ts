import type { INodeProperties } from 'n8n-workflow';
import { messageOptions, optionsCollection } from '../../../shared/fields/option-fields';
import { recipientField } from '../../../shared/fields/recipient-field';
import { defined } from '../../../shared/item-parameters';
import type { OperationContext, OperationModule } from '../../../shared/operation';
import { sendMessage } from '../../../shared/send-message';
import { mediaSourceFields, readMediaSource } from './media-source';

export const sendMedia: OperationModule = {
	operation: {
		value: 'sendMedia',
		name: 'Send Media',
		action: 'Send media or a file',
		description: 'Send an image, video, audio, voice message, document or sticker',
	},

	fields: () => [
		recipientField(),
		...mediaSourceFields(),
		{
			displayName: 'Kind',
			name: 'mediaKind',
			type: 'options',
			options: [
				{ name: 'Audio', value: 'audio', description: 'A file to play, such as music' },
				{ name: 'Automatic', value: 'auto', description: 'What the file itself is' },
				{ name: 'Document', value: 'document', description: 'A file to open or save, of any kind' },
				{ name: 'Image', value: 'image' },
				{ name: 'Sticker', value: 'sticker', description: 'A WebP picture' },
				{ name: 'Video', value: 'video' },
				{
					name: 'Voice Message',
					value: 'voice',
					description: 'Shown with a waveform, as if it had been spoken',
				},
			],
			default: 'auto',
			description: 'How the file is shown in the chat',
		},
		{
			displayName: 'Caption',
			name: 'caption',
			type: 'string',
			typeOptions: { rows: 2 },
			default: '',
			description: 'Text below an image, video or document, up to 1024 characters',
		},
		optionsCollection(messageOptions, mediaOptions()),
	],

	execute: async (context) => await sendMessage(context, await mediaMessage(context)),
};

function mediaOptions(): INodeProperties[] {
	return [
		{
			displayName: 'Allow Private Addresses',
			name: 'allowPrivateAddresses',
			type: 'boolean',
			default: false,
			description:
				'Whether the URL may lead into your own network (localhost, 10.x, 192.168.x and so on). Switch it on only for addresses you wrote yourself: otherwise whoever supplies the URL can read your internal services.',
		},
		{
			displayName: 'File Name',
			name: 'fileName',
			type: 'string',
			default: '',
			placeholder: 'e.g. menu.pdf',
			description: 'Name shown for a document; wins over the name the file came with',
		},
		{
			displayName: 'Max Size (MB)',
			name: 'maxSizeMb',
			type: 'number',
			typeOptions: { minValue: 0.1, maxValue: 100, numberPrecision: 1 },
			default: 16,
			description: 'Ends a download from a URL that is larger than this, up to 100',
		},
		{
			displayName: 'Play as GIF',
			name: 'gifPlayback',
			type: 'boolean',
			default: false,
			description: 'Whether a video plays in a loop without sound',
		},
		{
			displayName: 'View Once',
			name: 'viewOnce',
			type: 'boolean',
			default: false,
			description: 'Whether the image, video or voice message disappears after it was opened',
		},
	];
}

async function mediaMessage(context: OperationContext): Promise<object> {
	const { parameters } = context;
	const options = parameters.collection('options');
	return defined({
		kind: parameters.optionalText('mediaKind') ?? 'auto',
		source: await readMediaSource(context),
		caption: parameters.optionalText('caption'),
		fileName: parameters.asText(options.fileName, 'fileName'),
		viewOnce: options.viewOnce === true ? true : undefined,
		gifPlayback: options.gifPlayback === true ? true : undefined,
	});
}
