import { optionsCollection, sendOptions } from '../../../shared/fields/option-fields';
import { recipientField } from '../../../shared/fields/recipient-field';
import { defined } from '../../../shared/item-parameters';
import type { ItemParameters } from '../../../shared/item-parameters';
import type { OperationContext, OperationModule } from '../../../shared/operation';
import { sendMessage } from '../../../shared/send-message';
import { readBinarySource } from './media-source';
import { templateFields } from './template-fields';

export const sendTemplate: OperationModule = {
	operation: {
		value: 'sendTemplate',
		name: 'Send Template',
		action: 'Send a template message',
		description:
			'Send a text WhatsApp approved; it also reaches people who did not write in the last 24 hours',
		engines: ['waCr'],
	},

	fields: () => [
		recipientField(),
		...templateFields(),
		optionsCollection(sendOptions, [
			{
				displayName: 'Header File Name',
				name: 'fileName',
				type: 'string',
				default: '',
				placeholder: 'e.g. ticket.pdf',
				description: 'Name shown for a document in the header; wins over the name the file came with',
			},
		]),
	],

	execute: async (context) => await sendMessage(context, await templateMessage(context)),
};

async function templateMessage(context: OperationContext): Promise<object> {
	const { parameters } = context;
	const texts = parameters.entries('bodyParameters', 'parameter');
	return defined({
		kind: 'template',
		...templateOf(parameters),
		parameters: texts.map(({ text }) => parameters.asText(text, 'bodyParameters.text') ?? ''),
		header: await readHeader(context),
		buttons: readButtonParameters(parameters),
	});
}

/** From the list, name and language are one value with a slash between them; neither can have one. */
function templateOf(parameters: ItemParameters): { readonly name: string; readonly language: string } {
	const [name = '', language] = parameters.locator('template').trim().split('/');
	return { name, language: language ?? parameters.text('templateLanguage') };
}

async function readHeader(context: OperationContext): Promise<object | undefined> {
	const { parameters } = context;
	const fileName = parameters.asText(parameters.collection('options').fileName, 'fileName');
	switch (parameters.text('templateHeader')) {
		case 'text':
			return { type: 'text', text: parameters.text('headerText') };
		case 'link': {
			const [kind, url] = [parameters.text('headerKind'), parameters.text('headerUrl')];
			return { type: 'link', link: defined({ kind, url, fileName }) };
		}
		case 'file': {
			const source = await readBinarySource(context, parameters.text('headerBinaryPropertyName'));
			return { type: 'file', file: defined({ kind: 'auto', source, fileName }) };
		}
		default:
			return undefined;
	}
}

function readButtonParameters(parameters: ItemParameters): object[] | undefined {
	const given = parameters.entries('buttonParameters', 'parameter').map(({ number, text }) => ({
		index: (parameters.asNumber(number, 'buttonParameters.number') ?? 1) - 1,
		text: parameters.asText(text, 'buttonParameters.text') ?? '',
	}));
	return given.length > 0 ? given : undefined;
}
