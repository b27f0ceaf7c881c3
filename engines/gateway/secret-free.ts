/** Longest text of a gateway that is shown, characters. */
const LONGEST = 300;

/** What somebody typed or was sent is nothing to be shown either. */
export function withoutCode(text: string, code: string | undefined): string {
	return code === undefined || code === '' ? text : text.replaceAll(code, '***');
}

/** Makes a text of the other side fit to be shown: no secret of the account in it, one line, not endless. */
export function secretFree(text: string, secrets: readonly string[]): string {
	let clean = text;
	for (const secret of secrets) {
		// A short one would blot out innocent words, and is no secret worth the name.
		if (secret.length < 4) continue;
		for (const form of [secret, encodeURIComponent(secret)]) clean = clean.replaceAll(form, '***');
	}
	const line = clean.replace(/\s+/gu, ' ').trim();
	return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
