import { codesIn, linksTo, prefilledText } from '../../verification/link/link-words';

const code = 'QX7KZ29MWR';

describe('the code of a link', () => {
	it.each([
		code,
		`>>${code}<<\nJust tap the "send" button.`,
		prefilledText(code, ''),
		prefilledText(code, 'Sign me in, please!'),
		`hello my code is ${code.toLowerCase()}. thanks`,
		`code:${code}`,
		`xx${code}yy`,
		`*${code}*`,
		`‎${code}`,
		'ＱＸ７ＫＺ２９ＭＷＲ',
	])('is found in %j', (text) => {
		expect(codesIn(text)).toContain(code);
	});

	it.each(['', 'Good morning, how are you?', '+55 11 98765-4321', 'QX7KZ 29MWR', 'QX7KZ29MW', '0101010101'])(
		'is not in %j',
		(text) => {
			expect(codesIn(text)).not.toContain(code);
		},
	);

	it('is looked for at every place where one may stand, in their order, and nowhere else', () => {
		expect(codesIn(`a${code}`)).toEqual([`A${code.slice(0, 9)}`, code]);
		expect(codesIn(`${code} ${code}, ABCDEFGHJK`)).toEqual([code, 'ABCDEFGHJK']);
		// I, L and O are in no code, nor are 0 and 1.
		expect(codesIn(`${code}I${code}`)).toEqual([code]);
		expect(codesIn('')).toEqual([]);
	});

	it('counts within the 4 096 characters a text may have, and no further', () => {
		expect(codesIn(' '.repeat(4_086) + code)).toEqual([code]);
		expect(codesIn(' '.repeat(4_087) + code)).toEqual([]);
	});

	it('is written so that a person sees what to do, or below what the workflow says', () => {
		expect(prefilledText(code, '')).toBe(`>>${code}<<\nJust tap the "send" button.`);
		expect(prefilledText(code, 'Sign in')).toBe(
			`Sign in\n\n\`\`\`--------------\n| ${code} |\n--------------\`\`\``,
		);
	});

	it('is looked for in few places, however long the message', () => {
		expect(codesIn('A2'.repeat(50_000)).length).toBeLessThanOrEqual(200);
		const random = Array.from({ length: 4_000 }, (_, index) => 'ABCDEFGHJK'[(index * index * 7) % 10]).join(
			'',
		);
		expect(codesIn(random).length).toBeLessThanOrEqual(200);
		const words = Array.from({ length: 300 }, (_, index) => {
			const [high, low] = [Math.floor(index / 20), index % 20].map((at) => 'ABCDEFGHJKMNPQRSTUVW'[at]);
			return `${high}${low}${code.slice(0, 8)}`;
		});
		expect(codesIn(words.join(' '))).toEqual(words.slice(0, 200));
	});

	it('stands in links that open a chat with us, message and all', () => {
		const text = prefilledText(code, 'Sign in & go');
		const { link, deepLink } = linksTo('+5511987654321', text);
		expect(link).toMatch(/^https:\/\/wa\.me\/\+5511987654321\?text=/);
		expect(new URL(link).searchParams.get('text')).toBe(text);
		expect(deepLink).toMatch(/^whatsapp:\/\/send\?text=/);
		expect(new URL(deepLink).searchParams.get('text')).toBe(text);
		expect(deepLink).toMatch(/&phone=\+5511987654321$/);
	});
});
