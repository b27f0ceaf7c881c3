import type { OptionFieldName } from '../shared/fields/option-fields';
import { defined } from '../shared/item-parameters';
import { readUnqueued } from '../shared/when-limited';
import type { VerifyContext } from './open-verifications';

export const patienceOptions: readonly OptionFieldName[] = ['timeoutSeconds', 'maxWaitSeconds'];

/** How long a send may take. */
export function readPatience({ parameters, signal }: VerifyContext) {
	const options = parameters.collection('options');
	const why = 'A verification that leaves when its turn comes proves nothing any more.';
	const limited = readUnqueued(parameters, options, why);
	const seconds = parameters.asNumber(options.timeoutSeconds, 'timeoutSeconds');
	return defined({ timeoutMs: seconds === undefined ? undefined : seconds * 1_000, ...limited, signal });
}
