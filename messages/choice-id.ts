import { limits } from './limits';

/**
 * Ids for choices whose author gave none: readable in a Switch node ("Não, obrigado" → "nao-obrigado"), stable
 * as long as the title is, different from each other and from every id that was given.
 */
export function withChoiceIds<Item extends { readonly id?: string; readonly title: string }>(
	items: readonly Item[],
): (Item & { readonly id: string })[] {
	const taken = new Set(items.flatMap((item) => (item.id === undefined ? [] : [item.id])));
	return items.map((item) => {
		if (item.id !== undefined) return { ...item, id: item.id };
		const id = firstFree(slugOf(item.title), taken);
		taken.add(id);
		return { ...item, id };
	});
}

/** Lower case letters and digits joined by "-"; a title without any (an emoji) stands for itself. */
export function slugOf(title: string): string {
	const slug = title
		.toLowerCase()
		.normalize('NFD')
		.replace(/[\u0300-\u036f]/gu, '')
		.normalize('NFC')
		.replace(/[^\p{Letter}\p{Mark}\p{Number}]+/gu, '-')
		.replace(/^-+|-+$/gu, '');
	return (slug || title.trim()).slice(0, limits.choiceId);
}

function firstFree(wanted: string, taken: ReadonlySet<string>): string {
	if (!taken.has(wanted)) return wanted;
	for (let count = 2; ; count++) {
		const ending = `-${count}`;
		const id = wanted.slice(0, limits.choiceId - ending.length) + ending;
		if (!taken.has(id)) return id;
	}
}
