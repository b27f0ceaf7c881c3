import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openStore } from '../../storage/open-store';
import { STORE_FILE } from '../../storage/store-file';
import type { SessionStore } from '../../sessions/store';
import { silentLogger as logger } from './silent-logger';
import { temporaryFolder } from './temporary-folder';

const owner = { id: 'o', host: 'h', pid: 1, role: 'main' };
const secretWords = ['KEY-VALUE', 'INBOX-BODY', 'SENT-BODY', 'CHOICE-TITLE'];

describe('values at rest', () => {
	test('with a storage key the file holds none of the words, without one all of them', async () => {
		const clear = await filled({});
		const sealed = await filled({ storageKey: 'KEY-OF-THE-CREDENTIAL' });
		for (const word of secretWords) {
			expect(readFileSync(clear).includes(word)).toBe(true);
			expect(readFileSync(sealed).includes(word)).toBe(false);
		}
		expect(readFileSync(sealed).includes('KEY-OF-THE-CREDENTIAL')).toBe(false);
	});

	test('the same value sealed twice looks different, and accounts do not share a salt', async () => {
		const path = await filled({ storageKey: 'secret' }, ['a', 'b']);
		const values = columns(path, 'select value from whatsapp_kit_keys', 'value');
		const salts = columns(path, 'select seal_salt from whatsapp_kit_accounts', 'seal_salt');
		expect(new Set([...values, ...salts]).size).toBe(4);
	});

	const tampering: readonly [string, string][] = [
		[
			'two keys swapped',
			`update whatsapp_kit_keys set value = (
			select other.value from whatsapp_kit_keys other
			where other.account = whatsapp_kit_keys.account and other.id <> whatsapp_kit_keys.id)`,
		],
		['a key of another type', `update whatsapp_kit_keys set type = 'other'`],
		[
			'a flipped bit',
			`update whatsapp_kit_keys set value = substr(value, 1, 40) || x'00' || substr(value, 42)`,
		],
		['a cut value', `update whatsapp_kit_keys set value = substr(value, 1, 20)`],
		['a value in clear', `update whatsapp_kit_keys set value = x'01414243'`],
		['an empty value', `update whatsapp_kit_keys set value = x''`],
		['a text instead of bytes', `update whatsapp_kit_keys set value = 'text'`],
	];

	test.each(tampering)('%s is noticed, and never read as "no keys"', async (_name, sql) => {
		const path = await filled({ storageKey: 'secret' }, ['a'], ['1', '2']);
		change(path, sql);
		await expect(reload(path, 'a', 'secret')).rejects.toMatchObject({ code: 'storage' });
	});

	test('keys of one account put under another do not open', async () => {
		const path = await filled({ storageKey: 'secret' }, ['a', 'b']);
		change(path, `delete from whatsapp_kit_keys where account = 'b'`);
		change(path, `update whatsapp_kit_keys set account = 'b'`);
		change(
			path,
			`update whatsapp_kit_accounts set (seal_salt, seal_check) = (
			select seal_salt, seal_check from whatsapp_kit_accounts where account = 'a') where account = 'b'`,
		);
		await expect(reload(path, 'b', 'secret')).rejects.toMatchObject({ code: 'storage' });
	});

	test('a form of the future is told as such', async () => {
		const path = await filled({});
		change(path, `update whatsapp_kit_keys set value = x'0942'`);
		await expect(reload(path, 'a')).rejects.toMatchObject({
			code: 'storage',
			why: 'It has form 9; this version knows 1 and 2.',
		});
	});

	test('a thousand rows in clear are sealed as one change when a key is given', async () => {
		const ids = Array.from({ length: 1_000 }, (_, index) => String(index));
		const path = await filled({}, ['a'], ids);
		expect((await reload(path, 'a', 'secret')).get('session')?.size).toBe(1_000);
		for (const table of ['keys set_value', 'inbox body', 'sent body', 'sent choices']) {
			const [name, column] = table.replace('set_', '').split(' ');
			const forms = columns(
				path,
				`select hex(substr(${column}, 1, 1)) as form from whatsapp_kit_${name}`,
				'form',
			);
			expect(new Set(forms)).toEqual(new Set(['02']));
		}
	});
});

async function filled(
	options: { storageKey?: string },
	accounts: readonly string[] = ['a'],
	ids: readonly string[] = ['1'],
): Promise<string> {
	const folder = temporaryFolder();
	const store = await openStore({ folder, logger });
	for (const accountId of accounts) {
		const account = store.accountStore(await leaseOf(store, accountId), options);
		const received = ids.map((id) => ({
			eventId: id,
			chatId: 'c',
			cipherHash: null,
			body: Buffer.from('INBOX-BODY'),
			receivedAt: 1,
		}));
		const keys = ids.map((id) => [id, Buffer.from('KEY-VALUE '.repeat(9))] as const);
		await account.commit({ session: Object.fromEntries(keys) }, received);
		for (const messageId of ids) {
			const choices = [{ id: 'x', title: 'CHOICE-TITLE' }];
			const body = Buffer.from('SENT-BODY');
			await account.rememberSent({ messageId, chatId: 'c', body, choices, via: 'list', sentAt: 1 });
		}
	}
	await store.close();
	return join(folder, STORE_FILE);
}

async function reload(path: string, accountId: string, storageKey?: string) {
	const store = await openStore({ folder: join(path, '..'), logger });
	try {
		return await store.accountStore(await leaseOf(store, accountId), { storageKey }).loadKeys();
	} finally {
		await store.close();
	}
}

async function leaseOf(store: SessionStore, accountId: string) {
	const answer = await store.acquireLease({ accountId, owner, now: 1, ttlMs: 1_000 });
	if (!answer.granted) throw new Error(`${accountId} is held`);
	return answer.lease;
}

function columns(path: string, sql: string, column: string): string[] {
	const connection = new DatabaseSync(path, { readOnly: true });
	const rows = connection.prepare(sql).all();
	connection.close();
	return rows.map((row) => {
		const value = row[column];
		return typeof value === 'string' ? value : Buffer.from(value as Uint8Array).toString('hex');
	});
}

function change(path: string, sql: string): void {
	const connection = new DatabaseSync(path);
	connection.exec(sql);
	connection.close();
}
