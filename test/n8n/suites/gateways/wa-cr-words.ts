import { refusalAnswer } from '../../../gateways/waCr/wa-cr-refusal';
import { WaCrSimulator } from '../../../gateways/waCr/wa-cr-simulator';
import { showsFeatures } from '../../features/shows-features';
import type { RealN8n } from '../../real-n8n';
import { waCrNode } from '../../workflow';
import { GatewayAccount } from './gateway-account';

const token = 'token-of-the-school-at-wa-cr';
const recipient = '+447911234531';

/** Each code of the documents that leaves the account as it is, with what a person reads of it. */
const refusals = [
	[403, 'FEATURE_LIMIT_EXCEEDED', /plan at WA\.cr is used up/u, /larger plan/u],
	[403, 'CONTACT_OPTED_OUT', /opted out/u, /only they can opt in again/u],
	[403, 'FEATURE_NOT_AVAILABLE', /does not include this/u, /plan with WhatsApp templates/u],
	[403, 'INSUFFICIENT_SCOPE', /lacks the scope "messages:send"/u, /Give the token this scope/u],
	[404, 'NOT_FOUND', /does not know the contact or record/u, /Check the ID/u],
	[422, 'VALIDATION_ERROR', /does not accept a field/u, /default status, source and assignee/u],
	[500, 'MESSAGE_SEND_FAILED', /WhatsApp did not take it/u, /24 hours/u],
	[500, 'INTERNAL_ERROR', /Nobody can say whether/u, /./u],
] as const;

/** What a person reads when WA.cr says no, and what WA.cr does beside sending. */
export function describeWaCrWords(n8n: RealN8n): void {
	describe('the words of WA.cr', () => {
		const simulator = new WaCrSimulator({ token });
		const account = new GatewayAccount(n8n, {
			engine: 'waCr',
			credentialType: 'waCrApi',
			data: () => ({ token, baseUrl: simulator.url }),
		});

		beforeAll(async () => {
			await simulator.listen();
			await account.open();
		});
		afterAll(async () => await simulator.close());

		it('become sentences with what to do, one by one', async () => {
			showsFeatures('waCr', 'errorsInWords');
			for (const [status, code] of refusals) {
				const answer = refusalAnswer('nested', { status, code, message: 'No' });
				simulator.failNext(/messages\/text$/u, { kind: 'answer', answer });
			}
			const text = '={{ $json.code }}';
			const step = account.kit('Step', 'message.sendText', { recipient, text });
			const { items, error } = await account.run(...codesAsItems(), {
				...step,
				onError: 'continueRegularOutput',
			});
			expect(error).toBeUndefined();
			expect(items.Step).toHaveLength(refusals.length);
			for (const [index, [, , what, next]] of refusals.entries()) {
				const { json } = items.Step![index]!;
				expect(json).toMatchObject({ errorCode: expect.stringMatching(/^(refused|outcomeUnknown)$/u) });
				expect(String(json.error)).toMatch(what);
				expect(String(json.message)).toMatch(next);
			}
			expect(simulator.sent).toEqual([]);
		});

		it('a person who is written to becomes a contact there', async () => {
			showsFeatures('waCr', 'contactMade');
			simulator.scopes = new Set([...simulator.scopes, 'contacts:read']);
			await account.runOne('message.sendText', { recipient, text: 'Welcome' });
			const { items } = await account.run(
				account.node('List', waCrNode, { resource: 'contact', operation: 'getMany', returnAll: true }),
			);
			expect(items.List?.map(({ json }) => json)).toMatchObject([{ phone: '447911234531' }]);
			await account.runOne('message.sendText', { recipient, text: 'Welcome back' });
			expect(simulator.crm.contacts.records).toHaveLength(1);
		});

		it('its placeholders go out as they are: WA.cr fills them in', async () => {
			showsFeatures('waCr', 'placeholders');
			await account.runOne('message.sendText', { recipient, text: 'Hello @{contact_first_name}' });
			expect(simulator.sent.at(-1)?.fields).toMatchObject({ message: 'Hello @{contact_first_name}' });
		});

		it('a pause it asks for is seen with its time', async () => {
			showsFeatures('waCr', 'errorsInWords');
			const details = { retry_after: 3_600 };
			const refusal = { status: 429, code: 'RATE_LIMIT_EXCEEDED', message: 'Too many requests', details };
			const answer = refusalAnswer('nested', refusal);
			simulator.failNext(/messages\/text$/u, { kind: 'answer', answer });
			const options = { whenLimited: 'fail' };
			const step = account.kit('Step', 'message.sendText', { recipient, text: 'Too fast', options });
			const { items } = await account.run({ ...step, onError: 'continueRegularOutput' });
			expect(items.Step?.[0]?.json).toMatchObject({ errorCode: 'limited', rule: 'gateway' });
			const wait = Date.parse(String(items.Step?.[0]?.json.retryAt)) - Date.now();
			expect(wait).toBeGreaterThan(3_000_000);
		});
	});
}

/** An item for each of the codes. */
function codesAsItems() {
	const codes = refusals.map(([, code]) => ({ code }));
	const list = {
		name: 'Codes',
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		parameters: { mode: 'raw', jsonOutput: JSON.stringify({ codes }) },
	};
	const split = {
		name: 'One by one',
		type: 'n8n-nodes-base.splitOut',
		parameters: { fieldToSplitOut: 'codes', options: {} },
	};
	return [list, split];
}
