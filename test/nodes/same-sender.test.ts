import { whatsAppForms } from '../../messages/whatsapp-number-forms';
import { readSender, sameSender } from '../../nodes/WhatsAppKitTrigger/same-sender';
import { fc } from '../fixtures/properties';

const from = (phone: string | null, lid: string | null = null) => ({ phone, lid, name: null, isMe: false });

describe('a sender typed by a person', () => {
	it.each([
		'+55 11 98765-4321',
		'5511987654321',
		'0055 (11) 98765.4321',
		'+55 11 8765-4321',
		'5511987654321@s.whatsapp.net',
		'5511987654321:12@s.whatsapp.net',
	])('as %p is the same number', (typed) => {
		expect(sameSender(readSender(typed)!, from('+5511987654321'))).toBe(true);
		expect(sameSender(readSender(typed)!, from('+5511987654320'))).toBe(false);
	});

	it('as a LID is that LID, not a number of the same digits', () => {
		const lid = readSender('123456@lid')!;
		expect(sameSender(lid, from(null, '123456@lid'))).toBe(true);
		expect(sameSender(lid, from(null, '123456:3@lid'))).toBe(true);
		expect(sameSender(lid, from('+123456', '9@lid'))).toBe(false);
		expect(sameSender(readSender('123456')!, from(null, '123456@lid'))).toBe(false);
	});

	it.each(['', 'Ana', '@lid', '+'])('as %p is nobody', (typed) => {
		expect(readSender(typed)).toBeUndefined();
	});

	it('is recognised under every form WhatsApp may know the number by', () => {
		const mobile = fc.oneof(
			fc
				.tuple(fc.integer({ min: 11, max: 99 }), fc.integer({ min: 60_000_000, max: 99_999_999 }))
				.map(([area, n]) => `+55${area}9${n}`),
			fc.integer({ min: 2_000_000_000, max: 9_999_999_999 }).map((n) => `+52${n}`),
			fc.integer({ min: 1_100_000_000, max: 3_999_999_999 }).map((n) => `+54${n}`),
			fc.integer({ min: 100_000_000, max: 999_999_999 }).map((n) => `+351${n}`),
		);
		fc.assert(
			fc.property(mobile, (dialled) => {
				for (const form of whatsAppForms(dialled))
					expect(sameSender(readSender(dialled)!, from(`+${form}`))).toBe(true);
			}),
		);
	});

	it('is told from every other number of the same length', () => {
		const national = fc.integer({ min: 100_000_000, max: 999_999_999 });
		fc.assert(
			fc.property(national, national, (a, b) => {
				fc.pre(a !== b);
				expect(sameSender(readSender(`+351${a}`)!, from(`+351${b}`))).toBe(false);
			}),
		);
	});
});
