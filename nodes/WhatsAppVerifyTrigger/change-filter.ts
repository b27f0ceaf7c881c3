import { NodeOperationError } from 'n8n-workflow';
import type { IDataObject, ITriggerFunctions } from 'n8n-workflow';
import type { VerificationItem } from '../../verification/verification-item';

/** Whether a workflow hears of this change. */
export type ChangeFilter = (change: VerificationItem) => boolean;

/**
 * Every parameter of the trigger, read once: an expression can no longer be evaluated when something changes
 * later. Throws NodeOperationError for values that only a person can mend.
 */
export function readFilter(context: ITriggerFunctions): ChangeFilter {
	const events = new Set(context.getNodeParameter('events', ['validated']) as string[]);
	if (events.size === 0) {
		throw new NodeOperationError(context.getNode(), "The field 'Events' is empty", {
			description: 'Choose at least one event, then publish the workflow again.',
		});
	}
	const filters = context.getNodeParameter('filters', {}) as IDataObject;
	const purposes = wordsOf(filters.purposes);
	const methods = wordsOf(filters.methods);
	return ({ status, purpose, method }) =>
		events.has(status) &&
		(purposes.size === 0 || purposes.has(purpose)) &&
		(methods.size === 0 || methods.has(method));
}

function wordsOf(value: unknown): ReadonlySet<string> {
	const parts = Array.isArray(value) ? value.map(String) : String(value ?? '').split(',');
	return new Set(parts.map((part) => part.trim()).filter((part) => part !== ''));
}
