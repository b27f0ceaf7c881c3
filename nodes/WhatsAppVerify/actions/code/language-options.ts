import type { INodePropertyOptions } from 'n8n-workflow';
import type { Language } from '../../../../verification/code/texts/languages';

const names: Readonly<Record<Language, string>> = {
	ar: 'Arabic',
	bn: 'Bengali',
	zh: 'Chinese',
	nl: 'Dutch',
	en: 'English',
	fr: 'French',
	de: 'German',
	el: 'Greek',
	hi: 'Hindi',
	id: 'Indonesian',
	it: 'Italian',
	ja: 'Japanese',
	ko: 'Korean',
	ms: 'Malay',
	fa: 'Persian',
	pl: 'Polish',
	pt: 'Portuguese',
	ro: 'Romanian',
	ru: 'Russian',
	es: 'Spanish',
	sv: 'Swedish',
	th: 'Thai',
	tr: 'Turkish',
	uk: 'Ukrainian',
	ur: 'Urdu',
	vi: 'Vietnamese',
};

/** By name, as n8n asks for. */
export function languageOptions(): INodePropertyOptions[] {
	return Object.entries(names).map(([value, name]) => ({ name, value }));
}
