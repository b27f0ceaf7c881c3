import { readConnectionState, writeConnectionState } from '../../storage/connection-state';
import { readChoices } from '../../storage/repositories/sent-rows';
import { bytes, json, text, wholeNumber } from '../../storage/row-reading';
import { fc } from '../fixtures/properties';

const storage = expect.objectContaining({ code: 'storage' });

describe('what comes out of a database', () => {
	test('whole numbers are read from numbers, bigints and digits alike', () => {
		fc.assert(
			fc.property(fc.maxSafeInteger(), (number) => {
				expect(wholeNumber(number, 'c')).toBe(number);
				expect(wholeNumber(BigInt(number), 'c')).toBe(number);
				expect(wholeNumber(String(number), 'c')).toBe(number);
			}),
		);
	});

	test.each([1.5, Number.NaN, 2 ** 53, 2n ** 53n, '', ' 1', '1x', '1.5', null, undefined, true, {}])(
		'%p is no whole number',
		(value) => expect(() => wholeNumber(value, 'c')).toThrow(storage),
	);

	test('what is neither text, bytes nor JSON is named with its column', () => {
		expect(() => text(1, 'chat_id')).toThrow(/"chat_id" does not hold text/);
		expect(() => bytes('x', 'body')).toThrow(/"body" does not hold bytes/);
		expect(() => json('{', 'state')).toThrow(/"state" does not hold JSON/);
	});

	test('offered options keep their named fields only', () => {
		const stored = [
			{ id: 'a', title: 'A', more: 1 },
			{ id: 'b', title: 'B', description: 'd' },
		];
		expect(readChoices(stored)).toEqual([
			{ id: 'a', title: 'A' },
			{ id: 'b', title: 'B', description: 'd' },
		]);
	});

	test.each([
		[{}],
		[[null]],
		[[{ id: 1, title: 'A' }]],
		[[{ id: 'a' }]],
		[[{ id: 'a', title: 'A', description: 1 }]],
	])('%j are no options', (stored) => expect(() => readChoices(stored)).toThrow(storage));
});

describe('states', () => {
	test.each([
		{ kind: 'connecting' },
		{ kind: 'needsLink', qr: 'q', expiresAt: 1 },
		{ kind: 'needsPasskey', reason: 'r' },
		{ kind: 'open', since: 1, phone: null, lid: 'l', name: null },
		{ kind: 'backingOff', until: 1, reason: 'r', attempt: 2 },
		{ kind: 'restricted', until: null, reason: 'r' },
		{ kind: 'replaced', reason: 'r' },
		{ kind: 'loggedOut', reason: 'r' },
		{ kind: 'banned', reason: 'r' },
		{ kind: 'closed' },
	] as const)('$kind comes back as it was', (state) => {
		expect(readConnectionState(writeConnectionState(state))).toEqual(state);
	});

	test.each([
		'null',
		'[]',
		'"open"',
		'{"kind":"toString"}',
		'{"kind":"of the future"}',
		'{"kind":"open","since":1}',
		'{"kind":"backingOff","until":"soon","reason":"r","attempt":1}',
		'{"kind":"stopped","reason":"r","error":null}',
		'{"kind":"stopped","reason":"r","error":{}}',
	])('%s is no state', (stored) => expect(() => readConnectionState(stored)).toThrow(storage));
});
