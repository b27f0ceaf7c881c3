import { NodeOperationError } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

/**
 * The parameters of one item. Expressions may put anything into any field, so every value is read into
 * the type the field promises, and a field left empty reads as `undefined`: empty strings are not sent on.
 */
export class ItemParameters {
	readonly #host: IExecuteFunctions;

	readonly #itemIndex: number;

	constructor(host: IExecuteFunctions, itemIndex: number) {
		this.#host = host;
		this.#itemIndex = itemIndex;
	}

	/** Empty string when the field is empty. */
	text(name: string): string {
		return this.optionalText(name) ?? '';
	}

	optionalText(name: string): string | undefined {
		return this.asText(this.raw(name), name);
	}

	number(name: string, fallback: number): number {
		return this.asNumber(this.raw(name), name) ?? fallback;
	}

	boolean(name: string, fallback: boolean): boolean {
		const value = this.raw(name);
		return typeof value === 'boolean' ? value : fallback;
	}

	/** A collection or fixedCollection; empty when nothing was added to it. */
	collection(name: string): IDataObject {
		const value = this.raw(name);
		return isObject(value) ? value : {};
	}

	/** The entries of a fixedCollection with several values. */
	entries(name: string, group: string): IDataObject[] {
		return listOfObjects(this.collection(name)[group]);
	}

	/** JSON, as typed or as an expression gave it. */
	json(name: string): unknown {
		const value = this.raw(name);
		if (typeof value !== 'string') return value;
		try {
			return JSON.parse(value) as unknown;
		} catch (error) {
			throw new NodeOperationError(this.#host.getNode(), `The field '${name}' is not valid JSON`, {
				itemIndex: this.#itemIndex,
				description: `${(error as Error).message}. Nothing was sent.`,
			});
		}
	}

	/** A resource locator, as the id inside it. */
	locator(name: string): string {
		const value: unknown = this.#host.getNodeParameter(name, this.#itemIndex, '', { extractValue: true });
		return this.asText(value, name) ?? '';
	}

	/** Several values: a list from an expression, or text with commas or line breaks between them. */
	asList(value: unknown, name: string): string[] | undefined {
		const parts = Array.isArray(value) ? value : (this.asText(value, name) ?? '').split(/[,;\n]/);
		const texts = parts.map((part) => this.asText(part, name)?.trim()).filter((part) => part !== undefined);
		return texts.length === 0 ? undefined : texts;
	}

	asText(value: unknown, name: string): string | undefined {
		if (value === undefined || value === null) return undefined;
		if (typeof value === 'string') return value.trim() === '' ? undefined : value;
		if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
			return String(value);
		throw this.#wrongType(name, 'text', Array.isArray(value) ? 'a list' : 'an object');
	}

	asNumber(value: unknown, name: string): number | undefined {
		if (value === undefined || value === null || value === '') return undefined;
		const number = Number(value);
		if (typeof value === 'object' || Number.isNaN(number))
			throw this.#wrongType(name, 'a number', `'${String(value)}'`);
		return number;
	}

	raw(name: string): unknown {
		return this.#host.getNodeParameter(name, this.#itemIndex, '');
	}

	/** A value only a person can mend, told with the item it stands in. */
	mistake(message: string, description: string): NodeOperationError {
		return new NodeOperationError(this.#host.getNode(), message, {
			itemIndex: this.#itemIndex,
			description,
		});
	}

	#wrongType(name: string, wanted: string, given: string): NodeOperationError {
		return this.mistake(
			`The field '${name}' takes ${wanted} and was given ${given}`,
			'Nothing was sent. Correct the value or the expression in this field.',
		);
	}
}

export function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function listOfObjects(value: unknown): IDataObject[] {
	return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Without the properties that are `undefined`: an empty field is left out, not sent as nothing. */
export function defined<T extends object>(value: T): T {
	return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as T;
}
