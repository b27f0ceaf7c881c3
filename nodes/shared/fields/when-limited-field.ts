import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { optionFields } from './option-fields';

/** Without the queue: for what is of no use when it leaves hours later. */
export function unqueuedField(): INodeProperties {
	const field = optionFields.whenLimited();
	const options = (field.options as INodePropertyOptions[]).filter(({ value }) => value !== 'queue');
	return { ...field, options };
}
