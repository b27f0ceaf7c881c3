import { AccountKeys } from '../../verification/account-keys';

const keys = new AccountKeys(new Uint8Array(32).fill(7));
const others = new AccountKeys(new Uint8Array(32).fill(8));
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('the hash of a code', () => {
	it('is the same for the same code of the same verification, and fits that code alone', () => {
		const hash = keys.hashCode('v-1', '123456');
		expect(hash).toHaveLength(32);
		expect(keys.isCode('v-1', '123456', hash)).toBe(true);
		expect(keys.isCode('v-1', '123457', hash)).toBe(false);
		expect(keys.isCode('v-1', '', hash)).toBe(false);
	});

	it('is another one in every other verification and every other account', () => {
		const hash = keys.hashCode('v-1', '123456');
		expect(keys.isCode('v-2', '123456', hash)).toBe(false);
		expect(others.isCode('v-1', '123456', hash)).toBe(false);
	});

	it('is told apart where id and code could run into each other', () => {
		expect(hex(keys.hashCode('v-1', '23456'))).not.toBe(hex(keys.hashCode('v-12', '3456')));
	});

	it('fits nothing when it was cut', () => {
		const hash = keys.hashCode('v-1', '123456');
		expect(keys.isCode('v-1', '123456', hash.subarray(0, 31))).toBe(false);
		expect(keys.isCode('v-1', '123456', new Uint8Array())).toBe(false);
	});
});

describe('the hash of what only a browser knows', () => {
	it('fits that secret in that verification and account alone', () => {
		const hash = keys.hashBrowser('v-1', 'a secret of a browser');
		expect(hash).toHaveLength(32);
		expect(keys.isBrowser('v-1', 'a secret of a browser', hash)).toBe(true);
		expect(keys.isBrowser('v-1', 'a secret of a browsers', hash)).toBe(false);
		expect(keys.isBrowser('v-2', 'a secret of a browser', hash)).toBe(false);
		expect(others.isBrowser('v-1', 'a secret of a browser', hash)).toBe(false);
		expect(keys.isBrowser('v-1', 'a secret of a browser', hash.subarray(1))).toBe(false);
	});

	it('is not that of the same characters as a code', () => {
		expect(keys.isCode('v-1', '123456', keys.hashBrowser('v-1', '123456'))).toBe(false);
	});
});

test('the hash of the code of a link is the same wherever it is looked for, and in this account only', () => {
	const hash = hex(keys.hashLink('QX7KZ29MWR'));
	expect(hash).toHaveLength(64);
	expect(hex(keys.hashLink('QX7KZ29MWR'))).toBe(hash);
	expect(hex(keys.hashLink('QX7KZ29MWS'))).not.toBe(hash);
	expect(hex(others.hashLink('QX7KZ29MWR'))).not.toBe(hash);
});

test('a caller has one short name, that says nothing of it', () => {
	const name = keys.nameCaller('203.0.113.7');
	expect(name).toMatch(/^[\w-]{22}$/);
	expect(keys.nameCaller('203.0.113.7')).toBe(name);
	expect(keys.nameCaller('203.0.113.8')).not.toBe(name);
	expect(others.nameCaller('203.0.113.7')).not.toBe(name);
});

test('each use has a key of its own', () => {
	const link = Buffer.from(keys.hashLink('same')).toString('base64url');
	expect(link.startsWith(keys.nameCaller('same'))).toBe(false);
	const code = Buffer.from(keys.hashLink('v-1\0same')).toString('hex');
	expect(hex(keys.hashCode('v-1', 'same'))).not.toBe(code);
	const named = keys.nameCaller('v-1\0same');
	expect(Buffer.from(keys.hashCode('v-1', 'same')).toString('base64url').startsWith(named)).toBe(false);
});

describe('a sealed code', () => {
	it('opens for its verification, and looks different each time', () => {
		const sealed = keys.sealCode('v-1', '123456');
		expect(keys.openCode('v-1', sealed)).toBe('123456');
		expect(hex(sealed)).not.toContain(hex(Buffer.from('123456')));
		expect(hex(keys.sealCode('v-1', '123456'))).not.toBe(hex(sealed));
	});

	it('is not opened for another verification, by another account, or when a bit of it was changed', () => {
		const sealed = keys.sealCode('v-1', '123456');
		const unreadable = {
			code: 'storage',
			what: 'The code of this verification cannot be read any more.',
			why: 'Its row in the store was damaged or changed by another program.',
			next: 'Send a new code.',
		};
		const thrown = (open: () => string) => {
			try {
				return open();
			} catch (error) {
				return error;
			}
		};
		expect(thrown(() => keys.openCode('v-2', sealed))).toMatchObject(unreadable);
		expect(thrown(() => others.openCode('v-1', sealed))).toMatchObject(unreadable);
		expect(thrown(() => keys.openCode('v-1', sealed.subarray(0, 10)))).toMatchObject(unreadable);
		for (let place = 0; place < sealed.length; place += 1) {
			const changed = Uint8Array.from(sealed);
			changed[place]! ^= 1;
			expect(thrown(() => keys.openCode('v-1', changed))).toMatchObject(unreadable);
		}
	});
});
