import type { IDataObject } from 'n8n-workflow';
import type { SendMessageRequest } from '../../sessions/session';
import type { ItemParameters } from './item-parameters';

const ways = ['wait', 'fail'] as const;

/** `options.whenLimited` and how long to wait. An expression may put anything there, so it is checked by word. */
export function readWhenLimited(
	parameters: ItemParameters,
	options: IDataObject,
): Pick<SendMessageRequest, 'whenLimited' | 'maxWaitMs'> {
	const given = parameters.asText(options.whenLimited, 'whenLimited');
	const whenLimited = ways.find((way) => way === given);
	if (given !== undefined && whenLimited === undefined) {
		throw parameters.mistake(
			`The option 'When Limited' does not know '${given}'`,
			`It takes one of ${ways.join(', ')}. Nothing was sent.`,
		);
	}
	const seconds = parameters.asNumber(options.maxWaitSeconds, 'maxWaitSeconds');
	return {
		...(whenLimited !== undefined && { whenLimited }),
		...(seconds !== undefined && { maxWaitMs: seconds * 1_000 }),
	};
}
