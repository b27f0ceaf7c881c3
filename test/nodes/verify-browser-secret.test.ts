import type { INodeParameters } from 'n8n-workflow';
import type { CodeSendInput } from '../../verification/code/code-verifications';
import type { WhichInput } from '../../verification/code/which-code';
import type { LinkCreateInput } from '../../verification/link/link-verifications';
import { fakeKit } from './fake-kit';
import { items, verifyType } from './run-node';

jest.mock('../../runtime/kit-registry', () => jest.requireActual('./fake-kit'));

beforeEach(() => fakeKit.reset());

const run = async (parameters: INodeParameters) =>
	await items(parameters, { settings: { type: verifyType } });

const given = 'the browser that asked for it';
/** The option with a value, with an expression that gave nothing, and not added at all. */
const cases = [
	[{ browserSecret: given }, given],
	[{ browserSecret: '={{ $json.nothing }}' }, ''],
	[{}, undefined],
] as const;

it.each(cases)('a new verification with %j is bound to it', async (options, expected) => {
	const asked: object[] = [];
	fakeKit.codes.send = (request: CodeSendInput) => asked.push(request.fields) && {};
	fakeKit.links.create = (request: LinkCreateInput) => asked.push(request.fields) && {};
	await run({ resource: 'code', operation: 'send', recipient: '+5511987654321', options });
	await run({ resource: 'link', operation: 'create', options });
	expect(asked.map((fields) => (fields as { browserSecret?: string }).browserSecret)).toEqual([
		expected,
		expected,
	]);
});

it.each(cases)('a question with %j hands it on', async (options, expected) => {
	const asked: unknown[] = [];
	for (const operation of ['check', 'resend', 'getStatus', 'cancel'] as const) {
		fakeKit.codes[operation] = (which: WhichInput) => {
			asked.push(which.browserSecret);
			return operation === 'cancel' ? { cancelled: false, status: null } : null;
		};
		await run({ resource: 'code', operation, verificationId: 'v-1', code: '1', options });
	}
	for (const operation of ['getStatus', 'cancel'] as const) {
		fakeKit.links[operation] = (_id: string, secret?: string) => {
			asked.push(secret);
			return operation === 'cancel' ? { cancelled: false, status: null } : null;
		};
		await run({ resource: 'link', operation, verificationId: 'v-1', options });
	}
	expect(asked).toEqual(Array(6).fill(expected));
});
