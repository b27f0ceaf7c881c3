export interface FillOptions {
	/** Values for `[name]`, by name. Absent: tags stay as they are. null and undefined fill with nothing. */
	readonly tags?: Readonly<Record<string, string | number | boolean | null | undefined>>;
	/** Pick one of `{Hi|Hello}`. @default false */
	readonly spintax?: boolean;
	/** Uniform in [0, 1). */
	readonly random: { unit(): number };
}

/** A group being read: finished alternatives, and the one that is growing. */
interface Group {
	readonly alternatives: string[];
	growing: string;
}

/**
 * Fills merge tags `[name]` and picks from spintax `{Hi|Hello}`, nested as deep as one likes, in one pass whose
 * cost grows with the length only. Unknown tags and braces without a "|" stay as they are, so links and JSON
 * survive; filled-in values are not read again, so a customer's name can hold anything. A backslash before
 * `[ ] { } |` or another backslash makes it an ordinary character. With neither option the text comes back as it is.
 */
export function fillTemplate(template: string, options: FillOptions): string {
	const { tags, spintax = false, random } = options;
	if (!tags && !spintax) return template;
	const outer: Group[] = [];
	let group: Group = { alternatives: [], growing: '' };

	for (const [piece] of template.matchAll(tokens)) {
		if (piece.length > 1 && piece.startsWith('\\')) group.growing += piece.slice(1);
		else if (piece.length > 2 && piece.startsWith('[')) group.growing += tagValue(piece, tags);
		else if (spintax && piece === '{') {
			outer.push(group);
			group = { alternatives: [], growing: '' };
		} else if (spintax && piece === '|' && outer.length > 0) {
			group.alternatives.push(group.growing);
			group.growing = '';
		} else if (spintax && piece === '}' && outer.length > 0) {
			const text = closed(group, random);
			group = outer.pop() ?? group;
			group.growing += text;
		} else group.growing += piece;
	}
	return [...outer, group].map(written).join('{');
}

/** An escape, a tag, a mark of spintax, plain text, or a single mark that turned out to be nothing. */
const tokens = /\\[[\]{}|\\]|\[[^[\]{}|\\\n]{1,64}\]|[{|}]|[^\\[{|}]+|[\s\S]/gu;

function tagValue(piece: string, tags: FillOptions['tags']): string {
	const name = piece.slice(1, -1).trim();
	if (!tags || !Object.hasOwn(tags, name)) return piece;
	const value = tags[name];
	return value === null || value === undefined ? '' : String(value);
}

/** What a closed group leaves behind: one alternative, or itself when it offered no choice. */
function closed(group: Group, random: FillOptions['random']): string {
	if (group.alternatives.length === 0) return `{${group.growing}}`;
	const all = [...group.alternatives, group.growing];
	const index = Math.min(all.length - 1, Math.floor(random.unit() * all.length));
	return all[index] ?? '';
}

/** A group that was never closed, as it was written. */
function written(group: Group): string {
	return [...group.alternatives, group.growing].join('|');
}
