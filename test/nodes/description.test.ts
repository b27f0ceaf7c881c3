import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeHelpers } from 'n8n-workflow';
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { WaaBotApi } from '../../credentials/WaaBotApi.credentials';
import { WaCrApi } from '../../credentials/WaCrApi.credentials';
import { WawpApi } from '../../credentials/WawpApi.credentials';
import { WhatsAppWebApi } from '../../credentials/WhatsAppWebApi.credentials';
import { WaCr } from '../../nodes/WaCr/WaCr.node';
import { WaCrTrigger } from '../../nodes/WaCrTrigger/WaCrTrigger.node';
import { resources } from '../../nodes/WhatsAppKit/actions/router';
import { Wawp } from '../../nodes/Wawp/Wawp.node';
import { WaaBot } from '../../nodes/WaaBot/WaaBot.node';
import { WaaBotTrigger } from '../../nodes/WaaBotTrigger/WaaBotTrigger.node';
import { WawpTrigger } from '../../nodes/WawpTrigger/WawpTrigger.node';
import { WhatsAppKit } from '../../nodes/WhatsAppKit/WhatsAppKit.node';
import { WhatsAppKitTrigger } from '../../nodes/WhatsAppKitTrigger/WhatsAppKitTrigger.node';
import { engineCredentials } from '../../nodes/shared/offered-engines';
import { resources as verifyResources } from '../../nodes/WhatsAppVerify/actions/router';
import { WhatsAppVerify } from '../../nodes/WhatsAppVerify/WhatsAppVerify.node';
import { WhatsAppVerifyTrigger } from '../../nodes/WhatsAppVerifyTrigger/WhatsAppVerifyTrigger.node';
import { WhatsAuthTrigger } from '../../nodes/WhatsAuthTrigger/WhatsAuthTrigger.node';
import { completeParameters, issuesOf, kitNode, kitType, verifyType } from './run-node';

const root = join(__dirname, '..', '..');
type Offered = readonly {
	resource: { value: string };
	operations: readonly { operation: { value: string } }[];
}[];
type Row = [node: string, resource: string, operation: string];

const rowsOf = (node: string, offered: Offered): Row[] =>
	offered.flatMap(({ resource, operations: all }) =>
		all.map(({ operation }): Row => [node, resource.value, operation.value]),
	);
const operations = [...rowsOf('WhatsAppKit', resources), ...rowsOf('WhatsAppVerify', verifyResources)];
const acting: Record<string, { type: string; make(): WhatsAppKit | WhatsAppVerify }> = {
	WhatsAppKit: { type: kitType, make: () => new WhatsAppKit() },
	WhatsAppVerify: { type: verifyType, make: () => new WhatsAppVerify() },
};

/** Every object and array in a description, to find those that two instances share. */
function parts(value: unknown, found = new Set<object>()): Set<object> {
	if (typeof value === 'object' && value !== null && !found.has(value)) {
		found.add(value);
		for (const entry of Object.values(value)) parts(entry, found);
	}
	return found;
}

describe('the nodes', () => {
	it.each([
		['WhatsAppKit', () => new WhatsAppKit()],
		['WhatsAppKitTrigger', () => new WhatsAppKitTrigger()],
		['WaCr', () => new WaCr()],
		['WaCrTrigger', () => new WaCrTrigger()],
		['WhatsAppVerify', () => new WhatsAppVerify()],
		['WhatsAppVerifyTrigger', () => new WhatsAppVerifyTrigger()],
		['Wawp', () => new Wawp()],
		['WaaBot', () => new WaaBot()],
		['WaaBotTrigger', () => new WaaBotTrigger()],
		['WawpTrigger', () => new WawpTrigger()],
		['WhatsAuthTrigger', () => new WhatsAuthTrigger()],
	])('%s shares nothing between two instances: n8n changes what it is given', (_name, make) => {
		const first = parts(make().description);
		const shared = [...parts(make().description)].filter((part) => first.has(part));
		expect(shared).toEqual([]);
	});

	it('have the operations workflows rely on', () => {
		expect(
			Object.fromEntries(
				[...resources, ...verifyResources].map(({ resource, operations: all }) => [
					resource.value,
					all.map(({ operation }) => operation.value).sort(),
				]),
			),
		).toEqual({
			message: [
				'cancelJob',
				'delete',
				'downloadMedia',
				'edit',
				'getJob',
				'getMany',
				'markRead',
				'sendAndWait',
				'sendButtons',
				'sendContact',
				'sendList',
				'sendLocation',
				'sendMedia',
				'sendPoll',
				'sendReaction',
				'sendTemplate',
				'sendText',
				'sendTyping',
			],
			session: ['getLimits', 'getStatus', 'link', 'logout'],
			contact: ['checkNumber', 'getOptOut', 'getProfilePicture', 'setOptOut'],
			group: ['get', 'getMany', 'getParticipants'],
			code: ['cancel', 'check', 'getStatus', 'resend', 'send'],
			approval: ['cancel', 'getStatus', 'send', 'sendAndWait'],
			link: ['cancel', 'create', 'getStatus'],
		});
	});

	it('offer templates only where an account can have some', () => {
		const selector = new WhatsAppKit().description.properties.find(
			({ name, displayOptions }) => name === 'operation' && displayOptions?.show?.resource?.[0] === 'message',
		);
		const narrowed = (selector?.options as INodePropertyOptions[]).filter((option) => option.displayOptions);
		expect(narrowed.map(({ value, displayOptions }) => [value, displayOptions])).toEqual([
			['sendTemplate', { show: { '/engine': ['waCr'] } }],
		]);
	});

	it('begin with the engine, and the credential follows it', () => {
		for (const { description } of [new WhatsAppKit(), new WhatsAppKitTrigger(), new WhatsAppVerify()]) {
			expect(description.properties[0]!.name).toBe('engine');
			expect(description.credentials![0]).toMatchObject({
				name: 'whatsAppWebApi',
				displayOptions: { show: { '/engine': ['web'] } },
			});
		}
	});

	it('offer the same engines with the same credentials', () => {
		for (const node of [new WhatsAppKit(), new WhatsAppKitTrigger()])
			expect(node.description.credentials).toEqual(engineCredentials());
		for (const node of [new WhatsAppVerify(), new WhatsAppVerifyTrigger()])
			expect(node.description.credentials).toEqual(engineCredentials({ verifies: true }));
	});

	it('offer what keeps links alone where numbers are verified, and there for links alone', () => {
		const offers = ({ description }: WhatsAppKit | WhatsAppVerify): unknown[] =>
			description.credentials!.map(({ name }) => name).filter((name) => name === 'whatsAuthApi');
		expect([offers(new WhatsAppKit()), offers(new WhatsAppVerify())]).toEqual([[], ['whatsAuthApi']]);
		const shown = completeParameters(kitNode({ engine: 'whatsAuth' }, { type: verifyType }));
		expect(shown).toMatchObject({ engine: 'whatsAuth', resource: 'link', operation: 'create' });
		const selectors = new WhatsAppVerify().description.properties.filter(({ name }) => name === 'resource');
		expect(
			selectors.map(({ options }) => (options as INodePropertyOptions[]).map(({ value }) => value)),
		).toEqual([['approval', 'code', 'link'], ['link']]);
	});

	it('have no ordinary webhooks: beside trigger() they would break the test in the editor', () => {
		for (const { description } of [new WhatsAppKitTrigger(), new WhatsAppVerifyTrigger()])
			expect(description.webhooks).toBeUndefined();
	});

	it('declare nothing sensitive: n8n would hide the pairing code from the person who has to type it', () => {
		expect(new WhatsAppKit().description.sensitiveOutputFields).toBeUndefined();
	});

	it('mark the code of a verification as sensitive, where it is asked for', () => {
		expect(new WhatsAppVerify().description.sensitiveOutputFields).toEqual(['code']);
	});

	it.each(Object.entries(acting))('%s: selectors start with an option that exists', (_name, { make }) => {
		const selectors = make().description.properties.filter(
			({ type, options }) => type === 'options' && options !== undefined,
		);
		for (const { name, default: initial, options } of selectors) {
			expect([name, (options as INodePropertyOptions[]).map(({ value }) => value)]).toEqual([
				name,
				expect.arrayContaining([initial]),
			]);
		}
	});
});

describe('an operation', () => {
	const needed: Record<string, string[]> = {
		'message:sendText': ['recipient', 'text'],
		'message:sendMedia': ['recipient'],
		'message:sendList': ['listBody', 'recipient'],
		'message:sendButtons': ['buttonsBody', 'recipient'],
		'message:sendPoll': ['pollQuestion', 'recipient'],
		'message:sendLocation': ['recipient'],
		'message:sendContact': ['recipient'],
		'message:sendTemplate': ['recipient', 'template'],
		'message:sendReaction': ['messageId', 'recipient'],
		'message:sendAndWait': ['message', 'recipient'],
		'message:edit': ['messageId', 'recipient', 'text'],
		'message:delete': ['messageId', 'recipient'],
		'message:markRead': ['messageIds', 'recipient'],
		'message:sendTyping': ['recipient'],
		'message:getJob': ['jobId'],
		'message:cancelJob': ['jobId'],
		'contact:checkNumber': ['recipient'],
		'contact:getOptOut': ['recipient'],
		'contact:getProfilePicture': ['recipient'],
		'contact:setOptOut': ['recipient'],
		'group:get': ['groupId'],
		'group:getParticipants': ['groupId'],
		'code:send': ['recipient'],
		'code:check': ['code'],
		'approval:send': ['recipient'],
		'approval:sendAndWait': ['recipient'],
		'approval:getStatus': ['verificationId'],
		'approval:cancel': ['verificationId'],
		'link:getStatus': ['verificationId'],
		'link:cancel': ['verificationId'],
	};

	const nodeOf = (node: string, resource: string, operation: string) =>
		kitNode({ resource, operation }, { type: acting[node]!.type });

	it.each(operations)(
		'%s: %s: %s shows as missing what it cannot do without',
		(node, resource, operation) => {
			const issues = (issuesOf(nodeOf(node, resource, operation)) ?? {}) as { parameters?: object };
			expect(Object.keys(issues.parameters ?? {}).sort()).toEqual(needed[`${resource}:${operation}`] ?? []);
		},
	);

	it.each(operations)('%s: %s: %s shows every field of its own once', (node, resource, operation) => {
		const names = Object.keys(completeParameters(nodeOf(node, resource, operation)));
		expect(names).toEqual(expect.arrayContaining(['engine', 'resource', 'operation']));
		const { description } = acting[node]!.make();
		for (const engine of offeredBy(description.properties)) {
			for (const managedBy of ['kit', 'gateway']) {
				const parameters = { engine, resource, operation, managedBy };
				const asked = kitNode(parameters, { type: acting[node]!.type });
				const shown = description.properties.filter((field) =>
					NodeHelpers.displayParameter(parameters, field, asked, description),
				);
				const twice = shown.filter(
					(field, index) => shown.findIndex(({ name }) => name === field.name) !== index,
				);
				expect({ ...parameters, twice: twice.map(({ name }) => name) }).toEqual({ ...parameters, twice: [] });
			}
		}
	});

	const offeredBy = (properties: readonly INodeProperties[]): string[] =>
		(properties[0]!.options as INodePropertyOptions[]).map(({ value }) => String(value));

	it.each(operations)('%s: %s: %s tells the editor what it puts out', (node, resource, operation) => {
		const file = join(root, 'nodes', node, '__schema__', 'v1.0.0', resource, `${operation}.json`);
		expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ type: 'object', version: 1 });
	});
});

describe('the credential of a gateway', () => {
	it.each([
		['WaCrApi', new WaCrApi()],
		['WaaBotApi', new WaaBotApi()],
		['WawpApi', new WawpApi()],
	])('%s puts itself into no request, and only the nodes of this package read it', (_name, credential) => {
		// n8n would add "Custom API Call" to every node that takes one that does.
		expect(credential).not.toHaveProperty('authenticate');
		expect(credential.restrictToSupportedNodes).toBe(true);
	});
});

describe('the credential', () => {
	const credential = new WhatsAppWebApi();
	const field = (name: string): INodeProperties => credential.properties.find((one) => one.name === name)!;

	it('can be read by the nodes of this package alone', () => {
		expect(credential.restrictToSupportedNodes).toBe(true);
	});

	it('hides the storage key', () => {
		expect(field('storageKey').typeOptions).toEqual({ password: true });
	});

	it('keeps notifications on the phone and fetches no history unless told otherwise', () => {
		const settings = Object.fromEntries(
			(field('connection').options as INodeProperties[]).map((one) => [one.name, one.default]),
		);
		expect(settings).toEqual({
			browserName: 'n8n',
			clientVersion: '',
			markOnline: false,
			strictServerCheck: false,
			syncHistory: false,
		});
	});

	it('has its pictures', () => {
		const { light, dark } = credential.icon as { light: string; dark: string };
		for (const icon of [light, dark])
			expect(existsSync(join(root, 'credentials', icon.replace('file:', '')))).toBe(true);
	});
});
