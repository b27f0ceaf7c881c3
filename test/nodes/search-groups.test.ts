import { WhatsAppKit } from '../../nodes/WhatsAppKit/WhatsAppKit.node';
import { recordingLogger } from '../fixtures/quiet-logger';
import { fakeKit } from './fake-kit';
import { kitNode } from './run-node';

jest.mock('../../runtime/kit-registry', () => jest.requireActual('./fake-kit'));

beforeEach(() => fakeKit.reset());

const { searchGroups } = new WhatsAppKit().methods.listSearch;
const host = {
	getCurrentNodeParameter: () => 'web',
	getCredentials: async () => ({}),
	getNode: () => kitNode({}),
	logger: recordingLogger(),
};

describe('the list of groups', () => {
	it('is sorted by name, and narrowed by what was typed', async () => {
		fakeKit.session.answers.listGroups = () => [
			{ id: '2@g.us', subject: 'Work' },
			{ id: '1@g.us', subject: 'Family' },
			{ id: '3@g.us', subject: 'Workshop' },
		];
		expect((await searchGroups.call(host as never)).results.map(({ name }) => name)).toEqual([
			'Family',
			'Work',
			'Workshop',
		]);
		expect((await searchGroups.call(host as never, 'work')).results.map(({ value }) => value)).toEqual([
			'2@g.us',
			'3@g.us',
		]);
		expect(fakeKit.released).toBe(2);
	});

	it('tells in words why there is none, and gives the session back', async () => {
		fakeKit.session.answers.listGroups = () => {
			throw Object.assign(new Error('x'), {
				name: 'KitError',
				code: 'notLinked',
				what: 'Not linked',
				next: 'Link it.',
			});
		};
		await expect(searchGroups.call(host as never)).rejects.toMatchObject({
			message: 'Not linked',
			description: 'Link it.',
		});
		expect(fakeKit.released).toBe(1);
	});
});
