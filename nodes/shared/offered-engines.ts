import type { INodeCredentialDescription, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { EngineId } from '../../engines/engine';

interface OfferedEngine {
	readonly name: string;
	/** Type of its credential. */
	readonly credential: string;
	/** Which of a node's credential tests asks whether it works. */
	readonly testedBy: 'testOwnNumber' | 'testGateway';
	readonly description: string;
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
	},
	waCr: {
		name: 'WA.cr',
		credential: 'waCrApi',
		testedBy: 'testGateway',
		description: 'A number on the Cloud API, connected at wa.cr',
	},
	wawp: {
		name: 'Wawp',
		credential: 'wawpApi',
		testedBy: 'testGateway',
		description: 'A number connected at wawp.net',
	},
};

/** The first field of every node: the credential selector follows it. */
export function engineField(): INodeProperties {
	const options = Object.entries(offered).map(
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

/** One credential selector per engine, each shown with its own. */
export function engineCredentials(): INodeCredentialDescription[] {
	return Object.entries(offered).map(([engine, { credential, testedBy }]) => ({
		name: credential,
		required: true,
		// The slash matters: n8n's editor hides a field that a credential names without it.
		displayOptions: { show: { '/engine': [engine] } },
		testedBy,
	}));
}

export function credentialOf(engine: EngineId): string {
	return offered[engine]?.credential ?? engine;
}

/** The engine a credential type belongs to. */
export function engineOfCredential(type: string): string | undefined {
	return Object.entries(offered).find(([, { credential }]) => credential === type)?.[0];
}
