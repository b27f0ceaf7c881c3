import { WhatsAppKit } from '../../nodes/WhatsAppKit/WhatsAppKit.node';
import { recordingLogger } from '../fixtures/quiet-logger';
import { fakeKit } from './fake-kit';
import { binaryText, items, kitNode } from './run-node';

jest.mock('../../runtime/kit-registry', () => jest.requireActual('./fake-kit'));

beforeEach(() => fakeKit.reset());

const settings = { credentials: { waCrApi: { id: 'credential-1', name: 'Shop' } } };

async function sent(fields: object, binary?: ReturnType<typeof binaryText>): Promise<object> {
	const common = {
		engine: 'waCr',
		resource: 'message',
		operation: 'sendTemplate',
		recipient: '+447911123456',
	};
	await items({ ...common, ...fields }, { settings, items: [{ json: {}, binary }] });
	return fakeKit.session.request<{ message: object }>('send').message;
}

const byName = (value: string) => ({ template: { __rl: true, mode: 'name', value } });

describe('sending a template', () => {
	it('takes name and language of one chosen from the list', async () => {
		const template = { __rl: true, mode: 'list', value: 'order_ready/pt_BR' };
		expect(await sent({ template, templateLanguage: 'en' })).toEqual({
			...{ kind: 'template', name: 'order_ready', language: 'pt_BR', parameters: [] },
		});
	});

	it('takes the language beside a name that was typed, and everything that is filled in', async () => {
		const message = await sent({
			...byName(' order_ready '),
			templateLanguage: 'de',
			bodyParameters: { parameter: [{ text: 'Ada' }, { text: '={{ 17 }}' }] },
			templateHeader: 'text',
			headerText: 'Order 17',
			buttonParameters: { parameter: [{ number: 2, text: 'A-17' }] },
		});
		expect(message).toEqual({
			...{ kind: 'template', name: 'order_ready', language: 'de', parameters: ['Ada', '17'] },
			header: { type: 'text', text: 'Order 17' },
			buttons: [{ index: 1, text: 'A-17' }],
		});
	});

	it('hands over the bytes of a file for the header', async () => {
		const header = { ...byName('ticket'), templateHeader: 'file', options: { fileName: 'Ticket.pdf' } };
		expect(await sent(header, binaryText('%PDF', 'x.pdf', 'application/pdf'))).toMatchObject({
			header: {
				type: 'file',
				file: {
					kind: 'auto',
					fileName: 'Ticket.pdf',
					source: { type: 'binary', data: Buffer.from('%PDF'), mimeType: 'application/pdf' },
				},
			},
		});
	});

	it('hands on the address of a file for the header', async () => {
		const url = 'https://example.com/a.mp4';
		const fields = { templateHeader: 'link', headerKind: 'video', headerUrl: url };
		expect(await sent({ ...byName('teaser'), ...fields })).toMatchObject({
			header: { type: 'link', link: { kind: 'video', url } },
		});
	});
});

describe('the list of templates', () => {
	const { searchTemplates } = new WhatsAppKit().methods.listSearch;
	const host = {
		getCurrentNodeParameter: () => 'waCr',
		getCredentials: async () => ({}),
		getNode: () => kitNode({}, settings),
		logger: recordingLogger(),
	};

	it('has an entry for each language, and is narrowed by what was typed', async () => {
		fakeKit.approved = [
			{ name: 'order_ready', language: 'de' },
			{ name: 'order_ready', language: 'en' },
			{ name: 'sale', language: 'en' },
		];
		expect(await searchTemplates.call(host as never, 'Order')).toEqual({
			results: [
				{ name: 'order_ready (de)', value: 'order_ready/de' },
				{ name: 'order_ready (en)', value: 'order_ready/en' },
			],
		});
		expect(fakeKit.acquired[0]).toMatchObject({ id: 'credential-1', engine: 'waCr' });
	});

	it('tells in words why there is none', async () => {
		const error = { name: 'KitError', code: 'notSupported', what: 'No templates', next: 'Choose another.' };
		fakeKit.approved = Object.assign(new Error('x'), error);
		await expect(searchTemplates.call(host as never)).rejects.toMatchObject({
			message: 'No templates',
			description: 'Choose another.',
		});
	});
});
