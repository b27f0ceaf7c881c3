import type { INodeParameters } from 'n8n-workflow';
import type { EngineId } from '../../engines/engine';
import { findEngine } from '../../engines/registry';
import { engineField, enginesByKeeping } from '../../nodes/shared/offered-engines';
import { WhatsAppVerify } from '../../nodes/WhatsAppVerify/WhatsAppVerify.node';
import { recordingLogger } from '../fixtures/quiet-logger';
import { fakeKit } from './fake-kit';
import { completeParameters, failure, issuesOf, items, kitNode, verifyType } from './run-node';

jest.mock('../../runtime/kit-registry', () => jest.requireActual('./fake-kit'));

beforeEach(() => fakeKit.reset());

const credentials = {
	wawpApi: { id: 'credential-1', name: 'Shop' },
	waCrApi: { id: 'credential-1', name: 'Shop' },
	whatsAppWebApi: { id: 'credential-1', name: 'Shop' },
};
const settings = { type: verifyType, credentials };
const run = async (parameters: INodeParameters) => await items(parameters, { settings });
const recipient = '+5511987654321';
const sent = { verificationId: 'v-1', status: 'requested', outcome: 'sent' };

/** What was asked of a method of the kit. */
function asked(): { requests: Record<string, unknown>[]; answer(request: never): unknown } {
	const requests: Record<string, unknown>[] = [];
	return {
		requests,
		answer: (request) => {
			requests.push(request);
			return sent;
		},
	};
}

describe('a code the gateway manages', () => {
	const code = { resource: 'code', operation: 'send', managedBy: 'gateway', recipient };

	it('leaves through Wawp with its language and footer, and no purpose', async () => {
		const { requests, answer } = asked();
		fakeKit.managed = { codes: { sendManaged: answer } };
		const options = {
			language: 'de',
			footer: 'Shop',
			expiryMinutes: 5,
			callerKey: 'me',
			whenLimited: 'fail',
		};
		const output = await run({ ...code, engine: 'wawp', purpose: 'pay', options });
		expect(output[0]!.json).toEqual(sent);
		expect(requests).toMatchObject([{ recipient, whenLimited: 'fail', requestKey: expect.any(String) }]);
		expect(requests[0]!.fields).toEqual({
			language: 'de',
			footer: 'Shop',
			expiryMinutes: 5,
			callerKey: 'me',
		});
	});

	it('leaves through WA.cr by the template that was chosen, or by its name', async () => {
		const { requests, answer } = asked();
		fakeKit.managed = { codes: { sendManaged: answer } };
		const options = { ownCode: 'ABCD', parameters: 'Shop, Berlin', expiryMinutes: 3 };
		await run({ ...code, engine: 'waCr', template: 'login_code:pt_BR', purpose: 'pay', options });
		await run({ ...code, engine: 'waCr', template: 'login_code', options: { language: 'en' } });
		expect(requests[0]!.fields).toEqual({
			...{ purpose: 'pay', template: 'login_code', language: 'pt_BR', code: 'ABCD' },
			...{ parameters: ['Shop', 'Berlin'], expiryMinutes: 3 },
		});
		expect(requests[1]!.fields).toEqual({
			...{ purpose: 'authentication', template: 'login_code', language: 'en' },
		});
	});

	it('is checked as any other; a list of Wawp goes with it', async () => {
		let request: Record<string, unknown> = {};
		fakeKit.codes.check = (given: Record<string, unknown>) => {
			request = given;
			return { verified: true };
		};
		await run({
			...{ engine: 'wawp', resource: 'code', operation: 'check', recipient, code: '123456' },
			options: { listId: 7 },
		});
		expect(request).toMatchObject({ recipient, code: '123456', listId: 7 });
	});

	it('is this n8n’s own where that was chosen, or where the way to connect keeps none', async () => {
		const { requests, answer } = asked();
		fakeKit.codes.send = answer;
		await run({ ...code, engine: 'wawp', managedBy: 'kit', options: { alphabet: 'letters' } });
		await run({ ...code, engine: 'web', options: { alphabet: 'letters' } });
		expect(requests).toMatchObject([
			{ fields: { alphabet: 'letters' } },
			{ fields: { alphabet: 'letters' } },
		]);
	});

	it('says so where the gateway keeps none', async () => {
		const error = await failure({ ...code, engine: 'wawp' }, { settings });
		expect(error.message).toBe('This way to connect keeps no such verifications');
	});

	it.each([
		['wawp', ['managedBy', 'options', 'recipient']],
		['waCr', ['managedBy', 'options', 'purpose', 'recipient', 'template']],
	])('shows through %s what means something there', (engine, fields) => {
		const node = kitNode({ ...code, engine }, settings);
		const { engine: _, resource, operation, ...shown } = completeParameters(node);
		expect(Object.keys(shown).sort()).toEqual(fields);
		expect([resource, operation]).toEqual(['code', 'send']);
	});

	it('misses its template through WA.cr', () => {
		const node = kitNode({ ...code, engine: 'waCr' }, settings);
		expect(issuesOf(node)).toMatchObject({ parameters: { template: expect.anything() } });
	});
});

describe('an approval the gateway manages', () => {
	const approval = { resource: 'approval', engine: 'wawp', managedBy: 'gateway', recipient };

	it('leaves through Wawp in its words', async () => {
		const { requests, answer } = asked();
		fakeKit.managed = { approvals: { sendManaged: answer } };
		const options = { buttonText: 'Open', description: 'Somebody signs in.', footer: 'Shop' };
		const output = await run({ ...approval, operation: 'send', title: 'Sign in?', options });
		expect(output[0]!.json).toEqual(sent);
		expect(requests[0]!.fields).toMatchObject({ title: 'Sign in?', ...options });
	});
});

it('offers templates by name and language', async () => {
	fakeKit.managed = {
		codes: {
			templates: () => [
				{ name: 'login_code', language: 'pt_BR' },
				{ name: 'plain', language: null },
			],
		},
	};
	const host = {
		getCurrentNodeParameter: () => 'waCr',
		getCredentials: async () => ({}),
		getNode: () => kitNode({}, settings),
		logger: recordingLogger(),
	};
	const { getCodeTemplates } = new WhatsAppVerify().methods.loadOptions;
	expect(await getCodeTemplates.call(host as never)).toEqual([
		{ name: 'login_code (pt_BR)', value: 'login_code:pt_BR' },
		{ name: 'plain', value: 'plain' },
	]);
});

it('offers the gateway exactly where its engine can keep verifications and n8n could, too', () => {
	const options = engineField({ verifies: true }).options as { value: EngineId }[];
	for (const method of ['code', 'approval'] as const) {
		const able = options
			.map(({ value }) => value)
			.filter((id) => findEngine(id).engine.capabilities.manages.has(method));
		expect(enginesByKeeping(method, true).sort()).toEqual(able.sort());
	}
});
