import { readSettings } from '../../verification/code/code-request';
import { codeText } from '../../verification/code/texts/code-text';
import { LANGUAGES } from '../../verification/code/texts/languages';
import { WORDINGS } from '../../verification/code/texts/wordings';

describe('the text of a code', () => {
	it('has five different wordings in each of 26 languages, each with the code and the minutes', () => {
		expect(LANGUAGES).toHaveLength(26);
		const all = LANGUAGES.flatMap((language) => [...WORDINGS[language]]);
		expect(new Set(all).size).toBe(130);
		for (const language of LANGUAGES) expect(WORDINGS[language]).toHaveLength(5);
		for (const wording of all) {
			expect(wording.split('{code}')).toHaveLength(2);
			expect(wording.split('{minutes}')).toHaveLength(2);
			expect(wording.replace('{code}', '').replace('{minutes}', '')).not.toMatch(/[{}]/);
		}
	});

	it.each(LANGUAGES)('in %s takes every wording, the first to the last', (language) => {
		const said = [0, 0.2, 0.4, 0.6, 0.999_999].map((pick) =>
			codeText(readSettings({ language }), '123456', pick),
		);
		expect(new Set(said).size).toBe(5);
		for (const text of said) expect(text).toMatch(/\*123456\*.*10|10.*\*123456\*/s);
	});

	it('begins with the brand and ends with the footer', () => {
		const settings = readSettings({ brand: 'Shop', footer: 'Shop Ltd.' });
		expect(codeText(settings, '123456', 0)).toMatch(/^\*Shop\*\n\n\*123456\* is .*\n\n_Shop Ltd\._$/s);
	});

	it('is the own template where there is one, filled in everywhere', () => {
		const template = '{brand}: {code} ({code}), {minutes} minutes, {other} $& {code}';
		const settings = readSettings({ template, brand: 'A$1', expiryMinutes: 3 });
		expect(codeText(settings, '77', 0.5)).toBe('A$1: 77 (77), 3 minutes, {other} $& 77');
	});
});
