import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INode, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { WhatsAppWebApi } from '../../credentials/WhatsAppWebApi.credentials';
import { resources } from '../../nodes/WhatsAppKit/actions/router';
import { WhatsAppKit } from '../../nodes/WhatsAppKit/WhatsAppKit.node';
import { WhatsAppKitTrigger } from '../../nodes/WhatsAppKitTrigger/WhatsAppKitTrigger.node';
import { completeParameters, issuesOf, kitNode, triggerType } from './run-node';

const root = join(__dirname, '..', '..');
const operations = resources.flatMap(({ resource, operations: all }) =>
	all.map(({ operation }): [string, string] => [resource.value, operation.value]),
);

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
	])('%s shares nothing between two instances: n8n changes what it is given', (_name, make) => {
		const first = parts(make().description);
		const shared = [...parts(make().description)].filter((part) => first.has(part));
		expect(shared).toEqual([]);
	});

	it('have the operations workflows rely on', () => {
		expect(
			Object.fromEntries(
				resources.map(({ resource, operations: all }) => [
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
				'sendButtons',
				'sendContact',
				'sendList',
				'sendLocation',
				'sendMedia',
				'sendPoll',
				'sendReaction',
				'sendText',
				'sendTyping',
			],
			session: ['getLimits', 'getStatus', 'link', 'logout'],
			contact: ['checkNumber', 'getOptOut', 'getProfilePicture', 'setOptOut'],
			group: ['get', 'getMany', 'getParticipants'],
		});
	});

	it('begin with the engine, and the credential follows it', () => {
		for (const { description } of [new WhatsAppKit(), new WhatsAppKitTrigger()]) {
			expect(description.properties[0]!.name).toBe('engine');
			expect(description.credentials![0]).toMatchObject({
				name: 'whatsAppWebApi',
				displayOptions: { show: { '/engine': ['web'] } },
			});
		}
	});

	it('have no ordinary webhooks: beside trigger() they would break the test in the editor', () => {
		expect(new WhatsAppKitTrigger().description.webhooks).toBeUndefined();
	});

	it('declare nothing sensitive: n8n would hide the pairing code from the person who has to type it', () => {
		expect(new WhatsAppKit().description.sensitiveOutputFields).toBeUndefined();
	});

	it('start their selectors with an option that exists', () => {
		const selectors = new WhatsAppKit().description.properties.filter(({ type }) => type === 'options');
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
		'message:sendReaction': ['messageId', 'recipient'],
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
	};

	it.each(operations)('%s: %s shows as missing what it cannot do without', (resource, operation) => {
		const issues = (issuesOf(kitNode({ resource, operation })) ?? {}) as { parameters?: object };
		expect(Object.keys(issues.parameters ?? {}).sort()).toEqual(needed[`${resource}:${operation}`] ?? []);
	});

	it.each(operations)('%s: %s shows every field of its own once', (resource, operation) => {
		const names = Object.keys(completeParameters(kitNode({ resource, operation })));
		const shown = new WhatsAppKit().description.properties.filter(
			({ displayOptions }) =>
				displayOptions?.show?.resource?.includes(resource) &&
				displayOptions.show.operation?.includes(operation),
		);
		const twice = shown.filter(
			(field, index) => shown.findIndex(({ name }) => name === field.name) !== index,
		);
		expect(twice.map(({ name }) => name)).toEqual([]);
		expect(names).toEqual(expect.arrayContaining(['engine', 'resource', 'operation']));
	});

	it.each(operations)('%s: %s tells the editor what it puts out', (resource, operation) => {
		const file = join(root, 'nodes', 'WhatsAppKit', '__schema__', 'v1.0.0', resource, `${operation}.json`);
		expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ type: 'object', version: 1 });
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

describe('the example workflows', () => {
	const folder = join(root, 'examples');
	const workflows = readdirSync(folder).map((file): [string, { nodes: INode[]; connections: object }] => [
		file,
		JSON.parse(readFileSync(join(folder, file), 'utf8')) as { nodes: INode[]; connections: object },
	]);

	it.each(workflows)('%s can be imported: fields exist and are filled', (_file, { nodes, connections }) => {
		const ours = nodes.filter(({ type }) => type.startsWith('n8n-nodes-whatsapp-kit.'));
		expect(ours.map(({ type }) => type)).toContain(triggerType);
		for (const node of ours) {
			expect(issuesOf(node)).toBeNull();
			expect(completeParameters(node)).toMatchObject(node.parameters);
		}
		expect(Object.keys(connections).every((name) => nodes.some((node) => node.name === name))).toBe(true);
	});
});
