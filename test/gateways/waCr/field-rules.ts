import { invalid } from './wa-cr-refusal';

export type Fields = Readonly<Record<string, unknown>>;

/** One sentence about a field that is wrong; undefined when it is right. */
export type FieldRule = (value: unknown, fields: Fields) => string | undefined;

/** Throws the refusal that names every field at fault. */
export function checkFields(fields: Fields, rules: Readonly<Record<string, FieldRule>>): void {
	const errors: Record<string, string[]> = {};
	for (const [name, rule] of Object.entries(rules)) {
		const fault = rule(fields[name], fields);
		if (fault !== undefined) errors[name] = [fault];
	}
	if (Object.keys(errors).length > 0) throw invalid(errors);
}

export function required(message: string, then: FieldRule = () => undefined): FieldRule {
	return (value, fields) =>
		value === undefined || value === null || value === '' ? message : then(value, fields);
}

export function optional(rule: FieldRule): FieldRule {
	return (value, fields) => (value === undefined || value === null ? undefined : rule(value, fields));
}

export function text(max: number, min = 0): FieldRule {
	return (value) => {
		if (typeof value !== 'string') return 'It must be a string';
		if (value.length < min) return `It must be at least ${min} characters`;
		return value.length > max ? `It may not be greater than ${max} characters` : undefined;
	};
}

/** Digits, plus, minus, spaces and brackets. */
export function phone(max: number): FieldRule {
	return required('Phone number is required', (value, fields) =>
		typeof value === 'string' && /^[\d+\-() ]+$/u.test(value)
			? text(max, 10)(value, fields)
			: 'The phone number is not valid',
	);
}

/** Each entry by rules of its own; the first fault is told with its place. */
export function list(max: number, rules: Readonly<Record<string, FieldRule>>): FieldRule {
	return (value) => {
		if (!Array.isArray(value) || value.length === 0) return 'It must have at least 1 item';
		if (value.length > max) return `It may not have more than ${max} items`;
		for (const [index, entry] of (value as unknown[]).entries()) {
			for (const [name, rule] of Object.entries(rules)) {
				const fault = rule((entry as Fields | null)?.[name], entry as Fields);
				if (fault !== undefined) return `${index}.${name}: ${fault}`;
			}
		}
		return undefined;
	};
}
