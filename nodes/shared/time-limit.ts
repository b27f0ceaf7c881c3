import type { OperationContext } from './operation';

/** Bounds of the option `timeoutSeconds`, and what holds when it is not set. */
const limit = { min: 1, max: 600, default: 60 };

/** Fires when the execution is cancelled or `options.timeoutSeconds` ended, whichever comes first. */
export function operationSignal({
	parameters,
	signal,
}: Pick<OperationContext, 'parameters' | 'signal'>): AbortSignal {
	const given = parameters.asNumber(parameters.collection('options').timeoutSeconds, 'timeoutSeconds');
	const seconds = Math.min(limit.max, Math.max(limit.min, given ?? limit.default));
	return AbortSignal.any([signal, AbortSignal.timeout(seconds * 1_000)]);
}
