import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { enginesByKeeping } from '../shared/offered-engines';
import type { ItemParameters } from '../shared/item-parameters';

type Method = 'code' | 'approval';

/** Who makes, sends and checks it, where the gateway can do it in our place. */
export function managedByField(method: Method): INodeProperties {
	const what = { code: 'the code', approval: 'the question' }[method];
	return {
		displayName: 'Managed By',
		name: 'managedBy',
		type: 'options',
		noDataExpression: true,
		options: keepers(what),
		default: 'kit',
		displayOptions: { show: { engine: enginesByKeeping(method, true) } },
		description:
			"Who keeps the verification. Either way the limits of the credential hold, and 'WhatsApp Verify Trigger' hears of it.",
	};
}

function keepers(what: string): INodePropertyOptions[] {
	// In title case, as n8n asks for, it would not be its name.
	const here = 'This n8n';
	return [
		{
			name: 'The Gateway',
			value: 'gateway',
			description: `The gateway sends ${what} in its own words and says whether it was right`,
		},
		{
			name: here,
			value: 'kit',
			description: `This n8n makes ${what}, sends it as a message, and decides`,
		},
	];
}

/** Fields of what this n8n keeps: of all ways that know nothing else, and of the others where it was chosen. */
export function keptHere(method: Method, fields: () => readonly INodeProperties[]): INodeProperties[] {
	return [
		...fields().map((field) => shown(field, { engine: enginesByKeeping(method, false) })),
		...fields().map((field) => shown(field, { engine: enginesByKeeping(method, true), managedBy: ['kit'] })),
	];
}

/** Fields of what these gateways keep. */
export function keptThere(engines: readonly string[], fields: readonly INodeProperties[]): INodeProperties[] {
	return fields.map((field) => shown(field, { engine: [...engines], managedBy: ['gateway'] }));
}

export function isManaged(parameters: ItemParameters): boolean {
	return parameters.optionalText('managedBy') === 'gateway';
}

/** A field that an expression or another way to connect left behind. */
export function notManaged(parameters: ItemParameters): Error {
	return parameters.mistake(
		'This way to connect keeps no such verifications',
		"Nothing was sent. Set 'Managed By' to 'This n8n'.",
	);
}

function shown(field: INodeProperties, show: Readonly<Record<string, string[]>>): INodeProperties {
	return { ...field, displayOptions: { show } };
}
