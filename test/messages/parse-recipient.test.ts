import { KitError } from '../../messages/kit-error';
import { parseRecipient } from '../../messages/parse-recipient';
import type { Recipient } from '../../messages/recipient';

function refusalOf(input: unknown, defaultCountry?: string): KitError {
	try {
		parseRecipient(input as string, { defaultCountry });
	} catch (error) {
		if (error instanceof KitError) return error;
		throw error;
	}
	throw new Error('was accepted');
}

function candidatesOf(input: string, defaultCountry?: string): readonly string[] {
	const recipient = parseRecipient(input, { defaultCountry });
	if (recipient.kind !== 'phone') throw new Error(`is a ${recipient.kind}`);
	return recipient.candidates;
}

const london: Recipient = { kind: 'phone', e164: '+442079460958', candidates: ['442079460958'] };

describe('a phone number', () => {
	it.each([
		'+44 20 7946 0958',
		'+442079460958',
		'+44 (0)20 7946 0958',
		'0044 20 7946 0958',
		'00442079460958',
		'442079460958',
		'44 20-7946.0958',
		'+44/20/7946/0958',
		'(+44) 20 7946 0958',
		'＋４４ ２０ ７９４６ ０９５８',
		'+٤٤ ٢٠ ٧٩٤٦ ٠٩٥٨',
		'+۴۴ ۲۰ ۷۹۴۶ ۰۹۵۸',
		'+४४ २० ७९४६ ०९५८',
		'\u202a+44\u00a020\u20117946\u20110958\u202c',
		'  +44\t20 7946 0958\n',
		'tel:+44-20-7946-0958',
		'tel:20-7946-0958;phone-context=+44',
		'https://wa.me/442079460958',
		'https://wa.me/442079460958?text=Hi%20there',
		'https://wa.me/+442079460958/',
		'wa.me/442079460958',
		'https://api.whatsapp.com/send?phone=442079460958',
		'https://api.whatsapp.com/send/?phone=%2B442079460958&text=Hi&type=phone_number',
		'https://api.whatsapp.com/send?phone=+442079460958',
		'https://web.whatsapp.com/send?phone=442079460958',
		'whatsapp://send?phone=442079460958&text=x',
		'whatsapp://send/?phone=442079460958',
		'442079460958@s.whatsapp.net',
		'442079460958@c.us',
		'442079460958:17@s.whatsapp.net',
		'442079460958.0:17@s.whatsapp.net',
		'442079460958@S.WhatsApp.NET',
	])('is read from %p', (input) => {
		expect(parseRecipient(input)).toEqual(london);
	});

	it('is read from a number an expression gave', () => {
		expect(parseRecipient(442079460958 as unknown as string)).toEqual(london);
	});

	it.each([
		['020 7946 0958', 'GB'],
		['2079460958', 'gb'],
		['(020) 7946-0958', ' GB '],
		['442079460958', 'US'],
		['+44 20 7946 0958', 'US'],
		['0044 20 7946 0958', 'US'],
	])('is read from %p with the default country %p', (input, country) => {
		expect(parseRecipient(input, { defaultCountry: country })).toEqual(london);
	});

	it('without country code is refused, saying so, when no default country is set', () => {
		for (const national of ['020 7946 0958', '11987654321', '(415) 555-2671']) {
			const { code, what, why, next } = refusalOf(national);
			expect(code).toBe('invalidInput');
			expect(what).toContain('"recipient"');
			expect(what).toContain(national);
			expect(why).toContain('no default country is set');
			expect(next).toContain('+55 11 98765-4321');
		}
	});

	it('is the one of the default country where digits make a number both ways', () => {
		// Also a mobile in Russia.
		expect(parseRecipient('79993076907', { defaultCountry: 'BR' })).toMatchObject({ e164: '+5579993076907' });
		expect(parseRecipient('79993076907')).toMatchObject({ e164: '+79993076907' });
	});

	it('is refused where it would be a landline of the default country and a mobile of another', () => {
		const { why } = refusalOf('33612345678', 'DE');
		expect(why).toBe('It could be +4933612345678 or +33612345678; write it one of these ways.');
		expect(parseRecipient('033612345678', { defaultCountry: 'DE' })).toMatchObject({
			e164: '+4933612345678',
		});
		expect(parseRecipient('0033612345678', { defaultCountry: 'DE' })).toMatchObject({ e164: '+33612345678' });
	});

	it('with a default country that is none is refused, naming that field', () => {
		expect(refusalOf('2079460958', 'XX').what).toBe(
			'The field "defaultCountry" is "XX", which is not a country.',
		);
	});
});

describe('a Brazilian mobile', () => {
	it.each(['+55 11 98765-4321', '+55 11 8765-4321', '5511987654321', '551187654321', '551187654321@c.us'])(
		'%s is asked about with and without the ninth digit',
		(input) => {
			expect(parseRecipient(input)).toMatchObject({ e164: '+5511987654321' });
			expect([...candidatesOf(input)].sort()).toEqual(['551187654321', '5511987654321'].sort());
		},
	);

	it('of areas 11 to 28 is asked about with the ninth digit first, elsewhere without', () => {
		expect(candidatesOf('+55 28 98765-4321')[0]).toBe('5528987654321');
		expect(candidatesOf('+55 31 98765-4321')[0]).toBe('553187654321');
	});

	it('keeps the form WhatsApp itself wrote first', () => {
		expect(candidatesOf('551187654321@s.whatsapp.net')[0]).toBe('551187654321');
		expect(candidatesOf('5531987654321@s.whatsapp.net')[0]).toBe('5531987654321');
	});

	it('is read from national digits, old and new', () => {
		for (const national of ['(11) 98765-4321', '11 8765-4321', '011 98765-4321']) {
			expect(parseRecipient(national, { defaultCountry: 'BR' })).toMatchObject({ e164: '+5511987654321' });
		}
	});

	it('never turns into the landline of somebody else', () => {
		expect(candidatesOf('+55 11 93456-7890')).toEqual(['5511934567890']);
		expect(candidatesOf('+55 11 3456-7890')).toEqual(['551134567890']);
	});
});

describe('a Mexican or Argentinian number', () => {
	it.each(['+52 55 1234 5678', '+52 1 55 1234 5678', '5215512345678', '525512345678', '5215512345678@c.us'])(
		'%s is asked about with the 1 and without',
		(input) => {
			expect(parseRecipient(input)).toEqual({
				kind: 'phone',
				e164: '+525512345678',
				candidates: ['5215512345678', '525512345678'],
			});
		},
	);

	it.each(['+54 9 11 2345-6789', '+54 11 2345-6789', '+54 11 15 2345-6789'])(
		'%s is asked about with the 9 and without',
		(input) => {
			expect(candidatesOf(input)).toEqual(['5491123456789', '541123456789']);
		},
	);

	it('keeps what was dialled as E.164', () => {
		expect(parseRecipient('+54 9 11 2345-6789')).toMatchObject({ e164: '+5491123456789' });
		expect(parseRecipient('+54 11 2345-6789')).toMatchObject({ e164: '+541123456789' });
		expect(parseRecipient('011 15-2345-6789', { defaultCountry: 'AR' })).toMatchObject({
			e164: '+5491123456789',
		});
	});
});

describe('an id of WhatsApp', () => {
	const ids: [string, Recipient][] = [
		['123456789012345@lid', { kind: 'lid', lid: '123456789012345@lid' }],
		['123456789012345:8@lid', { kind: 'lid', lid: '123456789012345@lid' }],
		['１２３４５６７８９０１２３４５＠ｌｉｄ', { kind: 'lid', lid: '123456789012345@lid' }],
		['120363025246125486@g.us', { kind: 'group', groupId: '120363025246125486@g.us' }],
		['120363025246125486', { kind: 'group', groupId: '120363025246125486@g.us' }],
		['442079460958-1425345678@g.us', { kind: 'group', groupId: '442079460958-1425345678@g.us' }],
		['442079460958-1425345678', { kind: 'group', groupId: '442079460958-1425345678@g.us' }],
		['120363144038483540@newsletter', { kind: 'channel', channelId: '120363144038483540@newsletter' }],
		['status@broadcast', { kind: 'status' }],
		[' Status@Broadcast ', { kind: 'status' }],
	];
	it.each(ids)('%s is read', (input, recipient) => {
		expect(parseRecipient(input)).toEqual(recipient);
	});

	it('of a number no metadata knows yet is taken as WhatsApp wrote it', () => {
		expect(parseRecipient('15550001111@s.whatsapp.net')).toEqual({
			kind: 'phone',
			e164: '+15550001111',
			candidates: ['15550001111'],
		});
	});
});

describe('what WhatsApp cannot send to', () => {
	it.each([
		['', 'Nothing was given'],
		[' \u200b ', 'Nothing was given'],
		['hello', 'digits, spaces'],
		['1-800-FLOWERS', 'digits, spaces'],
		['+1 202 555 0123 ext 5', 'no extension'],
		['tel:+1-202-555-0123;ext=5', 'extension'],
		['+', '0 digits'],
		['123', '3 digits'],
		['+4420794609581234567', '19 digits'],
		['+999123456789', 'No country'],
		['+1 555 000 1111', 'No country'],
		['+44 20 7946 0958, +44 20 7946 0959', 'more than one'],
		['ana@example.com', 'mail address'],
		['ana@whatsapp', 'no WhatsApp id'],
		['constructor@constructor', 'no WhatsApp id'],
		['@', 'no WhatsApp id'],
		['abc@s.whatsapp.net', 'does not fit'],
		['12@g.us', 'does not fit'],
		['0442079460958@c.us', 'does not fit'],
		['@lid', 'does not fit'],
		['123456@broadcast', 'Broadcast lists'],
		['https://chat.whatsapp.com/AbCdEf', 'invitation to a group'],
		['https://whatsapp.com/channel/0029Va', 'channel'],
		['https://wa.me/message/ABCDEF', 'hides the number'],
		['https://wa.me/qr/ABCDEF', 'hides the number'],
		['https://wa.me/?text=hi', 'no phone number'],
		['https://wa.me', 'no phone number'],
		['https://api.whatsapp.com/send?text=hi', 'no phone number'],
		['https://example.com/442079460958', 'not one that opens'],
		['ftp://wa.me/442079460958', 'not one that opens'],
		['https://wa.me.evil.example/442079460958', 'not one that opens'],
		['https://[', 'cannot be read'],
	])('%p is refused, naming field, given value and what would do', (input, why) => {
		const refusal = refusalOf(input);
		expect(refusal.code).toBe('invalidInput');
		expect(refusal.what).toContain('"recipient"');
		expect(refusal.why).toContain(why);
		expect(refusal.next).toContain('phone number with country code');
	});

	it.each([null, undefined, {}, [], true, 2 ** 60, 1.5, Number.NaN])('%p is refused as no text', (input) => {
		expect(refusalOf(input).what).toContain('"recipient"');
	});

	it('is shown shortened in the error', () => {
		expect(refusalOf('x'.repeat(10_000)).what.length).toBeLessThan(200);
	});
});
