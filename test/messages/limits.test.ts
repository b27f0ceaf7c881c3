import { checkOutgoing } from '../../messages/prepare-outgoing';
import { KitError } from '../../messages/kit-error';

const letters = (count: number) => 'x'.repeat(count);
const rows = (count: number) => Array.from({ length: count }, (_, index) => ({ title: `Row ${index}` }));
const list = (changes: object) => ({
	kind: 'list',
	body: 'Choose',
	buttonText: 'Open',
	sections: [{ rows: rows(2) }],
	...changes,
});
const buttons = (changes: object) => ({
	kind: 'buttons',
	body: 'Choose',
	buttons: [{ title: 'Yes' }],
	...changes,
});
const poll = (changes: object) => ({ kind: 'poll', question: 'Which?', options: ['a', 'b'], ...changes });
const options = (count: number) => Array.from({ length: count }, (_, index) => `Option ${index}`);
const location = (changes: object) => ({ kind: 'location', latitude: 0, longitude: 0, ...changes });
const contact = (card: object) => ({
	kind: 'contact',
	contacts: [{ name: 'Ana', phone: '+5511987654321', ...card }],
});
const photo = (changes: object) => ({
	kind: 'image',
	source: { type: 'url', url: 'https://example.com/a.jpg' },
	...changes,
});
const urlPhoto = (changes: object) =>
	photo({ source: { type: 'url', url: 'https://example.com/a.jpg', ...changes } });

const template = (changes: object) => ({ kind: 'template', name: 'order', language: 'en', ...changes });

interface Limit {
	readonly name: string;
	/** As it stands in the error. */
	readonly field: string;
	readonly most: number;
	readonly build: (size: number) => unknown;
}

const lengths: readonly Limit[] = [
	{ name: 'text', field: 'text', most: 4096, build: (n) => ({ kind: 'text', text: letters(n) }) },
	{
		name: 'edited text',
		field: 'text',
		most: 4096,
		build: (n) => ({ kind: 'edit', text: letters(n), target: { messageId: 'A' } }),
	},
	{
		name: 'button address',
		field: 'buttons[0].url',
		most: 2000,
		build: (n) =>
			buttons({
				buttons: [{ type: 'url', title: 'Open', url: `https://example.com/`.padEnd(n, 'x') }],
			}),
	},
	{ name: 'template name', field: 'name', most: 512, build: (n) => template({ name: letters(n) }) },
	{
		name: 'template language',
		field: 'language',
		most: 10,
		build: (n) => template({ language: letters(n) }),
	},
	{
		name: 'template parameter',
		field: 'parameters[0]',
		most: 1024,
		build: (n) => template({ parameters: [letters(n)] }),
	},
	{
		name: 'template header',
		field: 'header.text',
		most: 60,
		build: (n) => template({ header: { type: 'text', text: letters(n) } }),
	},
	{
		name: 'template button',
		field: 'buttons[0].text',
		most: 2000,
		build: (n) => template({ buttons: [{ index: 0, text: letters(n) }] }),
	},
	{ name: 'list body', field: 'body', most: 1024, build: (n) => list({ body: letters(n) }) },
	{ name: 'list header', field: 'header', most: 60, build: (n) => list({ header: letters(n) }) },
	{ name: 'list footer', field: 'footer', most: 60, build: (n) => list({ footer: letters(n) }) },
	{ name: 'list button', field: 'buttonText', most: 20, build: (n) => list({ buttonText: letters(n) }) },
	{
		name: 'section title',
		field: 'sections[0].title',
		most: 24,
		build: (n) => list({ sections: [{ title: letters(n), rows: rows(1) }] }),
	},
	{
		name: 'row title',
		field: 'sections[0].rows[1].title',
		most: 24,
		build: (n) => list({ sections: [{ rows: [{ title: 'a' }, { title: letters(n) }] }] }),
	},
	{
		name: 'row description',
		field: 'sections[0].rows[0].description',
		most: 72,
		build: (n) => list({ sections: [{ rows: [{ title: 'a', description: letters(n) }] }] }),
	},
	{
		name: 'row id',
		field: 'sections[0].rows[0].id',
		most: 200,
		build: (n) => list({ sections: [{ rows: [{ id: letters(n), title: 'a' }] }] }),
	},
	{ name: 'buttons body', field: 'body', most: 1024, build: (n) => buttons({ body: letters(n) }) },
	{ name: 'buttons header', field: 'header', most: 60, build: (n) => buttons({ header: letters(n) }) },
	{ name: 'buttons footer', field: 'footer', most: 60, build: (n) => buttons({ footer: letters(n) }) },
	{
		name: 'button title',
		field: 'buttons[0].title',
		most: 20,
		build: (n) => buttons({ buttons: [{ title: letters(n) }] }),
	},
	{
		name: 'button id',
		field: 'buttons[0].id',
		most: 200,
		build: (n) => buttons({ buttons: [{ id: letters(n), title: 'a' }] }),
	},
	{ name: 'poll question', field: 'question', most: 255, build: (n) => poll({ question: letters(n) }) },
	{ name: 'poll option', field: 'options[0]', most: 100, build: (n) => poll({ options: [letters(n), 'b'] }) },
	{ name: 'caption', field: 'caption', most: 1024, build: (n) => photo({ caption: letters(n) }) },
	{ name: 'file name', field: 'fileName', most: 255, build: (n) => photo({ fileName: letters(n) }) },
	{ name: 'location name', field: 'name', most: 1000, build: (n) => location({ name: letters(n) }) },
	{ name: 'location address', field: 'address', most: 1000, build: (n) => location({ address: letters(n) }) },
	{ name: 'contact name', field: 'contacts[0].name', most: 255, build: (n) => contact({ name: letters(n) }) },
	{
		name: 'contact organisation',
		field: 'contacts[0].organization',
		most: 255,
		build: (n) => contact({ organization: letters(n) }),
	},
	{
		name: 'message id',
		field: 'target.messageId',
		most: 256,
		build: (n) => ({ kind: 'delete', target: { messageId: letters(n) } }),
	},
];

const counts: readonly (Limit & { readonly least: number })[] = [
	{
		name: 'rows in one section',
		field: 'sections',
		least: 1,
		most: 10,
		build: (n) => list({ sections: [{ rows: rows(n) }] }),
	},
	{
		name: 'sections',
		field: 'sections',
		least: 1,
		most: 10,
		build: (n) =>
			list({
				sections: Array.from({ length: n }, (_, s) => ({ title: `S${s}`, rows: [{ title: `r${s}` }] })),
			}),
	},
	{
		name: 'buttons',
		field: 'buttons',
		least: 1,
		most: 3,
		build: (n) => buttons({ buttons: rows(n) }),
	},
	{ name: 'poll options', field: 'options', least: 2, most: 12, build: (n) => poll({ options: options(n) }) },
	{
		name: 'contact cards',
		field: 'contacts',
		least: 1,
		most: 257,
		build: (n) => ({
			kind: 'contact',
			contacts: Array.from({ length: n }, () => ({ name: 'Ana', phone: '+5511987654321' })),
		}),
	},
];

function faultOf(raw: unknown): KitError {
	try {
		checkOutgoing(raw);
	} catch (error) {
		if (error instanceof KitError) return error;
		throw error;
	}
	throw new Error('was accepted');
}

describe.each(lengths)('$name of at most $most characters', ({ field, most, build }) => {
	it.each([1, most - 1, most])('takes %i', (size) => {
		expect(() => checkOutgoing(build(size))).not.toThrow();
	});

	it('refuses one more, naming field, limit and what was given', () => {
		const fault = faultOf(build(most + 1));
		expect(fault.code).toBe('invalidInput');
		expect(fault.what).toBe(`${field} is too long: ${most + 1} characters were given, the limit is ${most}.`);
	});
});

describe.each(counts)('$least to $most $name', ({ field, least, most, build }) => {
	it.each([least, least + 1, most - 1, most])('takes %i', (size) => {
		expect(() => checkOutgoing(build(size))).not.toThrow();
	});

	it('refuses one more and one less', () => {
		for (const wrong of [most + 1, least - 1]) {
			const { code, what } = faultOf(build(wrong));
			expect(code).toBe('invalidInput');
			expect(what).toContain(field);
			expect(what).toMatch(new RegExp(`\\b${wrong}\\b`, 'u'));
		}
	});
});

describe('ranges of numbers', () => {
	it.each([
		['latitude', 90, (value: number) => location({ latitude: value })],
		['longitude', 180, (value: number) => location({ longitude: value })],
	])('takes a %s from -limit to limit (%d) only', (field, limit, build) => {
		for (const fine of [-limit, 0, limit, limit - 0.000001])
			expect(() => checkOutgoing(build(fine))).not.toThrow();
		for (const wrong of [-limit - 0.000001, limit + 0.000001, Number.NaN, Infinity]) {
			expect(faultOf(build(wrong)).what).toContain(field);
		}
	});

	it('takes numbers written as text, but no other text', () => {
		expect(checkOutgoing(location({ latitude: '-23.55', longitude: ' 46 ' }))).toMatchObject({
			latitude: -23.55,
			longitude: 46,
		});
		expect(faultOf(location({ latitude: 'north' })).what).toBe(
			'latitude must be a number; "north" was given.',
		);
		expect(faultOf(location({ latitude: '' })).what).toContain('latitude must be a number');
	});

	it('takes a selectable count from 0 to the number of options', () => {
		for (const fine of [0, 1, 2]) expect(() => checkOutgoing(poll({ selectableCount: fine }))).not.toThrow();
		expect(faultOf(poll({ selectableCount: 3 })).what).toBe(
			'selectableCount is 3, but there are only 2 options.',
		);
		expect(faultOf(poll({ selectableCount: -1 })).what).toContain('selectableCount must be at least 0');
		expect(faultOf(poll({ selectableCount: 1.5 })).what).toContain('selectableCount must be a whole number');
	});

	it('takes a download time of 1 s to 10 min', () => {
		for (const fine of [1_000, 600_000])
			expect(() => checkOutgoing(urlPhoto({ timeoutMs: fine }))).not.toThrow();
		expect(faultOf(urlPhoto({ timeoutMs: 999 })).what).toContain(
			'source.timeoutMs must be at least 1000; 999',
		);
		expect(faultOf(urlPhoto({ timeoutMs: 600_001 })).what).toContain(
			'source.timeoutMs must be at most 600000',
		);
	});

	it('takes a byte cap up to 100 MiB', () => {
		const most = 100 * 1024 * 1024;
		for (const fine of [1, most]) expect(() => checkOutgoing(urlPhoto({ maxBytes: fine }))).not.toThrow();
		for (const wrong of [0, most + 1])
			expect(faultOf(urlPhoto({ maxBytes: wrong })).what).toContain('source.maxBytes');
	});
});
