import { verdictOf } from '../../../engines/web/server-verdicts';

const KNOWN = ['401', '403', '404', '405', '406', '413', '429', '463', '475', '479', '500', '503'];

describe('what the server says to a message', () => {
	test.each([...KNOWN, '999', ''])('%s is a refusal in whole sentences', (code) => {
		const { error } = verdictOf(code);
		expect(error).toMatchObject({ name: 'KitError', code: 'refused', reason: code });
		for (const sentence of [error.what, error.next]) expect(sentence).toMatch(/^[A-Z].+\.$/s);
	});

	test('the numbers have sentences of their own', () => {
		expect(new Set(KNOWN.map((code) => verdictOf(code).error.what)).size).toBe(KNOWN.length);
	});

	test('463 restricts new chats, says so, and warns of trying again', () => {
		const { error, restricted } = verdictOf('463');
		expect(restricted).toBe(true);
		expect(error.what).toMatch(/new chats/);
		expect(error.next).toMatch(/wrote to you first.*worse/s);
	});

	test('nothing else restricts', () => {
		const others = [...KNOWN, '999'].filter((code) => code !== '463');
		expect(others.filter((code) => verdictOf(code).restricted)).toEqual([]);
	});

	test('no sentence suggests to send the same again', () => {
		for (const code of [...KNOWN, '999'])
			expect(verdictOf(code).error.next).not.toMatch(/send .*again|retry|resend/i);
	});
});
