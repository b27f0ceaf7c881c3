import type { IDataObject } from 'n8n-workflow';
import type { QueueMessageRequest, SendMessageRequest } from '../../sessions/session';
import type { ItemParameters } from './item-parameters';

const ways = ['wait', 'fail', 'queue'] as const;

export type WhenLimited =
	| ({ readonly queue: false } & Pick<SendMessageRequest, 'whenLimited' | 'maxWaitMs'>)
	| ({ readonly queue: true } & Pick<QueueMessageRequest, 'maxQueuedMs'>);

/** `options.whenLimited` and how long to wait. An expression may put anything there, so it is checked by word. */
export function readWhenLimited(parameters: ItemParameters, options: IDataObject): WhenLimited {
	const given = parameters.asText(options.whenLimited, 'whenLimited');
	const whenLimited = ways.find((way) => way === given);
	if (given !== undefined && whenLimited === undefined) {
		throw parameters.mistake(
			`The option 'When Limited' does not know '${given}'`,
			`It takes one of ${ways.join(', ')}. Nothing was sent.`,
		);
	}
	if (whenLimited === 'queue') return readQueue(parameters, options);
	const seconds = parameters.asNumber(options.maxWaitSeconds, 'maxWaitSeconds');
	return {
		queue: false,
		...(whenLimited !== undefined && { whenLimited }),
		...(seconds !== undefined && { maxWaitMs: seconds * 1_000 }),
	};
}

/** As `readWhenLimited` where nothing can wait in the queue; `why` says what for. */
export function readUnqueued(
	parameters: ItemParameters,
	options: IDataObject,
	why: string,
): Pick<SendMessageRequest, 'whenLimited' | 'maxWaitMs'> {
	const limited = readWhenLimited(parameters, options);
	if (!limited.queue) {
		const { queue: _, ...patience } = limited;
		return patience;
	}
	throw parameters.mistake(
		"The option 'When Limited' takes one of wait, fail here",
		`${why} Nothing was sent.`,
	);
}

function readQueue(parameters: ItemParameters, options: IDataObject): WhenLimited {
	if (parameters.asText(options.waitFor, 'waitFor') !== undefined) {
		throw parameters.mistake(
			"The option 'Wait For' does not go together with 'When Limited: Queue'",
			"A queued message leaves when the node has long gone on. Remove 'Wait For', and ask 'Message: Get Job' later what became of it. Nothing was queued.",
		);
	}
	const hours = parameters.asNumber(options.maxQueueHours, 'maxQueueHours');
	return { queue: true, ...(hours !== undefined && { maxQueuedMs: hours * 3_600_000 }) };
}
