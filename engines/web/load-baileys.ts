export type Baileys = typeof import('@whiskeysockets/baileys');

let loading: Promise<Baileys> | undefined;

/**
 * Loads the client library on first use: it costs 200 to 500 ms and about 60 MB, which no process pays that
 * never connects. A real `import()`, because the library is ESM only.
 */
export async function loadBaileys(): Promise<Baileys> {
	loading ??= import('@whiskeysockets/baileys');
	return await loading;
}
