import type { IDataObject } from 'n8n-workflow';
import type { SendMessageRequest } from '../../sessions/session';
import type { ItemParameters } from './item-parameters';

const levels = ['sent', 'delivered', 'read'] as const;

/** `options.waitFor` and its time limit. An expression may put anything there, so it is checked by word. */
export function readWaitFor(
	parameters: ItemParameters,
	options: IDataObject,
): Pick<SendMessageRequest, 'waitFor' | 'waitForMs'> {
	const given = parameters.asText(options.waitFor, 'waitFor');
	if (given === undefined) return {};
	const waitFor = levels.find((level) => level === given);
	if (waitFor === undefined) {
		throw parameters.mistake(
			`The option 'Wait For' does not know '${given}'`,
			`It takes one of ${levels.join(', ')}. Nothing was sent.`,
		);
	}
	const seconds = parameters.asNumber(options.waitForSeconds, 'waitForSeconds');
	return { waitFor, ...(seconds !== undefined && { waitForMs: seconds * 1_000 }) };
}
