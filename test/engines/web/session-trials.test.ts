import type { proto } from '@whiskeysockets/baileys';
import { guardConsole } from '../../../engines/web/console-guard';
import { repairSessionTrials } from '../../../engines/web/session-trials';
import { PhoneSignal, type Encrypted } from '../../whatsapp/phone-signal';

const ana = '4915100000001@s.whatsapp.net';
const ben = '4915100000002@s.whatsapp.net';
const text = (conversation: string): proto.IMessage => ({ conversation });

describe('two people who write to each other first at the same moment', () => {
	let unguard: () => void;

	beforeAll(() => {
		unguard = guardConsole();
		repairSessionTrials();
	});

	afterAll(() => unguard());

	it('can read everything, in whatever order it comes', async () => {
		const [atAna, atBen] = [new PhoneSignal(), new PhoneSignal()];
		await atAna.beginSession(ben, atBen.issueBundle());
		await atBen.beginSession(ana, atAna.issueBundle());
		const read = async (at: PhoneSignal, from: string, { type, ciphertext }: Encrypted) =>
			(await at.decrypt(from, type, ciphertext)).conversation;

		// Both first messages cross; each side then knows two sessions and answers on the newer one.
		const fromAna = [await atAna.encrypt(ben, text('a0')), await atAna.encrypt(ben, text('a1'))];
		const fromBen = [await atBen.encrypt(ana, text('b0')), await atBen.encrypt(ana, text('b1'))];
		expect(await read(atBen, ana, fromAna[0]!)).toBe('a0');
		expect(await read(atAna, ben, fromBen[0]!)).toBe('b0');
		for (let round = 2; round < 12; round += 1) {
			fromAna.push(await atAna.encrypt(ben, text(`a${round}`)));
			fromBen.push(await atBen.encrypt(ana, text(`b${round}`)));
			// What is read lags behind what is written, so old and new sessions alternate.
			expect(await read(atBen, ana, fromAna[round - 1]!)).toBe(`a${round - 1}`);
			expect(await read(atAna, ben, fromBen[round - 1]!)).toBe(`b${round - 1}`);
		}
	});

	it('still refuse what fits no session', async () => {
		const [atAna, atBen, stranger] = [new PhoneSignal(), new PhoneSignal(), new PhoneSignal()];
		await atAna.beginSession(ben, atBen.issueBundle());
		await atBen.beginSession(ana, atAna.issueBundle());
		const crossing = await atAna.encrypt(ben, text('a0'));
		await atBen.encrypt(ana, text('b0'));
		await atBen.decrypt(ana, crossing.type, crossing.ciphertext);
		await stranger.beginSession(ben, atBen.issueBundle());
		const { ciphertext } = await stranger.encrypt(ben, text('x'));
		await expect(atBen.decrypt(ana, 'msg', ciphertext.subarray(0, 60))).rejects.toThrow();
	});
});
