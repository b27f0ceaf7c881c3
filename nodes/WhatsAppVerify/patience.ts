import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { optionFields, type OptionFieldName } from '../shared/fields/option-fields';
import { defined } from '../shared/item-parameters';
import { readWhenLimited } from '../shared/when-limited';
import type { VerifyContext } from './open-verifications';

export const patienceOptions: readonly OptionFieldName[] = ['timeoutSeconds', 'maxWaitSeconds'];

/** Without the queue: a code that leaves hours later proves nothing. */
export function whenLimitedOption(): INodeProperties {
	const field = optionFields.whenLimited();
	const options = (field.options as INodePropertyOptions[]).filter(({ value }) => value !== 'queue');
	return { ...field, options };
}

/** How long a send may take. */
export function readPatience({ parameters, signal }: VerifyContext) {
	const options = parameters.collection('options');
	const limited = readWhenLimited(parameters, options);
	if (limited.queue) {
		throw parameters.mistake(
			"The option 'When Limited' takes one of wait, fail here",
			'A verification that leaves when its turn comes proves nothing any more. Nothing was sent.',
		);
	}
	const seconds = parameters.asNumber(options.timeoutSeconds, 'timeoutSeconds');
	return defined({
		timeoutMs: seconds === undefined ? undefined : seconds * 1_000,
		whenLimited: limited.whenLimited,
		maxWaitMs: limited.maxWaitMs,
		signal,
	});
}
