import type { CodeSettings } from '../code-request';
import { WORDINGS } from './wordings';

/**
 * What the person reads. `pick` (0 to under 1) chooses among the wordings of the language: the same sentence
 * to everybody is what mass senders write.
 */
export function codeText(settings: CodeSettings, code: string, pick: number): string {
	const { brand, template, language, footer, expiryMinutes } = settings;
	const wordings = WORDINGS[language];
	const chosen = template === '' ? (wordings[Math.floor(pick * wordings.length)] ?? wordings[0]) : template;
	const values: Readonly<Record<string, string>> = { code, minutes: String(expiryMinutes), brand };
	const said = chosen.replace(/\{(code|minutes|brand)\}/g, (_place, name: string) => values[name] ?? '');
	const heading = brand === '' || template !== '' ? [] : [`*${brand}*`];
	return [...heading, said, ...(footer === '' ? [] : [`_${footer}_`])].join('\n\n');
}
