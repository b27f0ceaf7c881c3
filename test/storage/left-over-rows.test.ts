import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openStore } from '../../storage/open-store';
import { retention } from '../../storage/retention';
import { STORE_FILE } from '../../storage/store-file';
import { silentLogger as logger } from './silent-logger';
import { temporaryFolder } from './temporary-folder';

const owner = { id: 'o', host: 'h', pid: 1, role: 'main' };

test('emptied rows are pending in no table, and in the end nothing is left', async () => {
	const folder = temporaryFolder();
	const store = await openStore({ folder, logger });
	const answer = await store.acquireLease({ accountId: 'a', owner, now: 0, ttlMs: 1 });
	if (!answer.granted) throw new Error('a new account is held');
	const account = store.accountStore(answer.lease, {});
	const body = new Uint8Array(1);
	await store.attachSubscriber(
		{ accountId: 'a', subscriberId: 'w:n', now: retention.inboxBodyMs },
		{ resume: true },
	);
	await account.commit({}, [{ eventId: 'e', chatId: 'c', cipherHash: null, body, receivedAt: 0 }]);
	await account.rememberSent({ messageId: 'M', chatId: 'c', body, choices: null, via: 'text', sentAt: 0 });
	expect(count(folder)).toEqual({ inbox: 1, inbox_pending: 1, subscribers: 1, sent: 1 });

	await store.prune(retention.inboxBodyMs + 1);
	expect(count(folder)).toEqual({ inbox: 1, inbox_pending: 0, subscribers: 1, sent: 1 });
	await store.prune(retention.inboxRowMs + 1);
	expect(count(folder)).toEqual({ inbox: 0, inbox_pending: 0, subscribers: 0, sent: 0 });
	await store.close();
});

function count(folder: string): Record<string, unknown> {
	const connection = new DatabaseSync(join(folder, STORE_FILE), { readOnly: true });
	const rows = ['inbox', 'inbox_pending', 'subscribers', 'sent'].map((table) => [
		table,
		connection.prepare(`select count(*) as rows from whatsapp_kit_${table}`).get()?.rows,
	]);
	connection.close();
	return Object.fromEntries(rows);
}
