import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { ItemParameters } from '../../shared/item-parameters';

/** What binds a verification to the browser that asks for it. */
export function browserSecretOption(): INodeProperties {
	return {
		displayName: 'Browser Secret',
		name: 'browserSecret',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		placeholder: 'e.g. {{ $json.body.browserSecret }}',
		description:
			'For web pages: a random value that only this browser has, 16 characters or more. Whoever asks for the verification without the one it was made with is told that there is none. Kept as a hash.',
	};
}

/**
 * Undefined only when the option was not added. An expression that gives nothing is a browser without a secret, and
 * must not pass for a workflow that binds to none.
 */
export function readBrowserSecret(parameters: ItemParameters, options: IDataObject): string | undefined {
	if (!('browserSecret' in options)) return undefined;
	return parameters.asText(options.browserSecret, 'browserSecret') ?? '';
}

/** Who asks, for counting. */
export function callerKeyOption(): INodeProperties {
	return {
		displayName: 'Caller Key',
		name: 'callerKey',
		type: 'string',
		default: '',
		placeholder: 'e.g. {{ $json.headers["x-real-ip"] }}',
		description:
			'Who asks for it: an address, a session, a user. Each gets only so many verifications in a time (in the credential). Kept as a hash.',
	};
}
