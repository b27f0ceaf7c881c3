import type { INodeCredentialDescription, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { EngineId } from '../../engines/engine';

interface OfferedEngine {
	readonly name: string;
	/** Type of its credential. */
	readonly credential: string;
	/** Which of a node's credential tests asks whether it works. */
	readonly testedBy: 'testOwnNumber' | 'testGateway';
	readonly description: string;
	/** It keeps links itself and can do nothing else, so that only the nodes for verifications offer it. */
	readonly linksAlone?: true;
	/** What it can keep in our place, where both are possible: as the capabilities of its engine say. */
	readonly manages?: { readonly code?: ManagedCodeWay; readonly approval?: true };
	/** Its own trigger, without which nothing is heard; absent where messages come by themselves. */
	readonly heardBy?: string;
}

/** How a gateway that keeps codes says them: in words and with a code of its own, or by a template of the account. */
export type ManagedCodeWay = 'ownWords' | 'template';

/** Which of them a node offers. */
export interface EngineChoice {
	/** Also those that do nothing but verify. */
	readonly verifies?: boolean;
}

/** The ways to reach WhatsApp a person may choose, by their value in workflows. One line here, and all nodes offer it. */
const offered: Readonly<Partial<Record<EngineId, OfferedEngine>>> = {
	web: {
		name: 'Own Number',
		credential: 'whatsAppWebApi',
		testedBy: 'testOwnNumber',
		description: 'Your own WhatsApp number as a linked device: no server, no public address, no gateway',
	},
	waaBot: {
		name: 'WaaBot',
		credential: 'waaBotApi',
		testedBy: 'testGateway',
		description: 'A bot at waabot.com',
		heardBy: 'WaaBot Trigger',
	},
	waCr: {
		name: 'WA.cr',
		credential: 'waCrApi',
		testedBy: 'testGateway',
		description: 'A number on the Cloud API, connected at wa.cr',
		manages: { code: 'template' },
		heardBy: 'WA.cr Trigger',
	},
	wawp: {
		name: 'Wawp',
		credential: 'wawpApi',
		testedBy: 'testGateway',
		description: 'A number connected at wawp.net',
		manages: { code: 'ownWords', approval: true },
		heardBy: 'Wawp Trigger',
	},
	whatsAuth: {
		name: 'WhatsAuth',
		credential: 'whatsAuthApi',
		testedBy: 'testGateway',
		description: 'Links whose codes people send to a number of whatsauth.com',
		linksAlone: true,
	},
};

function chosen({ verifies = false }: EngineChoice): [string, OfferedEngine][] {
	return Object.entries(offered).filter(([, { linksAlone = false }]) => verifies || !linksAlone);
}

/** Those that keep links themselves and can do nothing else, by their value in workflows. */
export function enginesOfLinksAlone(): string[] {
	return Object.entries(offered).flatMap(([engine, { linksAlone }]) => (linksAlone ? [engine] : []));
}

/** Those whose gateway can keep such verifications, or those whose cannot, by their value in workflows. */
export function enginesByKeeping(method: 'code' | 'approval', keeps: boolean): string[] {
	return Object.entries(offered).flatMap(([engine, { manages = {} }]) =>
		(manages[method] !== undefined) === keeps ? [engine] : [],
	);
}

/** Those whose gateway keeps codes in this way, by their value in workflows. */
export function enginesByCode(way: ManagedCodeWay): string[] {
	return Object.entries(offered).flatMap(([engine, { manages }]) => (manages?.code === way ? [engine] : []));
}

/** The first field of every node: the credential selector follows it. */
export function engineField(choice: EngineChoice = {}): INodeProperties {
	const options = chosen(choice).map(
		([value, { name, description }]): INodePropertyOptions => ({ name, value, description }),
	);
	return {
		displayName: 'Connect Through',
		name: 'engine',
		type: 'options',
		noDataExpression: true,
		options: options.sort((a, b) => a.name.localeCompare(b.name)),
		default: 'web',
		description: 'How to reach WhatsApp. The credential below belongs to this choice.',
	};
}

/** Says of a trigger on a gateway what has to be published beside it. */
export function hearingNotices(): INodeProperties[] {
	return Object.entries(offered).flatMap(([engine, { name, heardBy }]): INodeProperties[] => {
		if (heardBy === undefined) return [];
		return [
			{
				displayName: `${name} is heard through a '${heardBy}' with the same credential: publish one, too. Nothing has to follow it.`,
				name: `${engine}Notice`,
				type: 'notice',
				default: '',
				displayOptions: { show: { engine: [engine] } },
			},
		];
	});
}

/** One credential selector per engine, each shown with its own. */
export function engineCredentials(choice: EngineChoice = {}): INodeCredentialDescription[] {
	return chosen(choice).map(([engine, { credential, testedBy }]) => ({
		name: credential,
		required: true,
		// The slash matters: n8n's editor hides a field that a credential names without it.
		displayOptions: { show: { '/engine': [engine] } },
		testedBy,
	}));
}

/** What people call it. */
export function nameOfEngine(engine: EngineId): string {
	return offered[engine]?.name ?? engine;
}

export function credentialOf(engine: EngineId): string {
	return offered[engine]?.credential ?? engine;
}

/** The engine a credential type belongs to. */
export function engineOfCredential(type: string): string | undefined {
	return Object.entries(offered).find(([, { credential }]) => credential === type)?.[0];
}
