import type { OperationContext, OperationModule } from '../../../shared/operation';
import { readKey, readSend } from '../../../shared/send-message';
import { fallAsleep, sleeperOf } from '../../../shared/send-and-wait/fall-asleep';
import { readLongText } from '../../../shared/send-and-wait/long-text';
import { SEND_AND_WAIT } from '../../../shared/send-and-wait/resume-webhook';
import { readUnqueued } from '../../../shared/when-limited';
import { questionFields } from './question-fields';
import { readQuestion } from './read-question';

export const sendAndWait: OperationModule = {
	operation: {
		value: SEND_AND_WAIT,
		name: 'Send and Wait for Response',
		action: 'Send a message and wait for the response',
		description: 'Ask a question, and go on when somebody has picked, written or sent something',
	},

	fields: () => questionFields(),

	async execute(context) {
		const sleeper = sleeperOf(context);
		const { wait } = await context.waits.ask({ ...readAsk(context), sleeper });
		return await fallAsleep(context, wait);
	},
};

function readAsk(context: OperationContext) {
	const { parameters } = context;
	const options = parameters.collection('options');
	const { kindOf, accepts, approveId, longest } = readQuestion(parameters);
	const { lead, text } = readLongText(parameters, 'message', longest);
	const minutes = parameters.asNumber(options.limitWaitMinutes, 'limitWaitMinutes') ?? 60;
	const why = 'An execution cannot wait for the answer to a question that leaves some time.';
	return {
		request: { ...readSend(context, kindOf(text)), ...readUnqueued(parameters, options, why) },
		accepts,
		approveId,
		lead,
		responders: parameters.asList(options.responders, 'responders') ?? [],
		replies: {
			accepted: parameters.asText(options.acceptedMessage, 'acceptedMessage') ?? '',
			late: textOr(options.lateMessage, 'This question is over.'),
			notAllowed: textOr(options.notAllowedMessage, 'This question is for somebody else.'),
		},
		waitMs: minutes * 60_000,
		requestKey: readKey(context),
	};
}

/** An option that was not added has its default; one that was emptied says nothing. */
function textOr(given: unknown, fallback: string): string {
	return typeof given === 'string' ? given.trim() : fallback;
}
