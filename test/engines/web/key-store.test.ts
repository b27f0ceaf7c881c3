import { loadBaileys } from '../../../engines/web/load-baileys';
import { createKeyCodec } from '../../../engines/web/key-codec';
import { createWebKeyStore, RECEIVED_TYPE } from '../../../engines/web/key-store';
import type { SignalDataSet } from '@whiskeysockets/baileys';
import type { AccountStore, InboxEntry, KeyChanges, SentRow } from '../../../engines/engine';

type Commit = AccountStore['commit'];

async function keyStore(commit: Commit, rows = new Map<string, Map<string, Uint8Array>>()) {
	const codec = createKeyCodec(await loadBaileys());
	const recorded: [string, number | null][] = [];
	const failures: unknown[] = [];
	const keys = createWebKeyStore({
		store: { commit } as AccountStore,
		codec,
		rows,
		onRecorded: (eventId, seq) => recorded.push([eventId, seq]),
		onFailure: (error) => failures.push(error),
	});
	return { keys, codec, recorded, failures };
}

describe('key store of the own number', () => {
	it('answers from memory what it was given, and null deletes', async () => {
		const commits: KeyChanges[] = [];
		const { keys } = await keyStore(async (changes) => {
			commits.push(changes);
			return await Promise.resolve([]);
		});
		await keys.set({ 'lid-mapping': { '49': '111', '50': '222' } });
		await keys.set({ 'lid-mapping': { '50': null } });
		expect(keys.get('lid-mapping', ['49', '50'])).toEqual({ '49': '111' });
		expect(commits).toHaveLength(2);
		expect(commits[1]).toEqual({ 'lid-mapping': { '50': null } });
	});

	it('reads bytes back as bytes', async () => {
		const written = new Map<string, Map<string, Uint8Array>>();
		const first = await keyStore(async (changes) => {
			for (const [type, values] of Object.entries(changes)) {
				written.set(type, new Map(Object.entries(values) as [string, Uint8Array][]));
			}
			return await Promise.resolve([]);
		});
		const pair = { public: Buffer.from([1, 2]), private: Buffer.from([3, 4]) };
		await first.keys.set({ 'pre-key': { '7': pair } });
		const { keys } = await keyStore(async () => await Promise.resolve([]), written);
		const found = (await keys.get('pre-key', ['7']))['7'];
		expect(Buffer.from(found!.public)).toEqual(pair.public);
		expect(Buffer.from(found!.private)).toEqual(pair.private);
	});

	it('does not look written when the store refused, and tells of it', async () => {
		const { keys, failures } = await keyStore(async () => await Promise.reject(new Error('disk full')));
		await expect(keys.set({ 'lid-mapping': { '49': '111' } })).rejects.toThrow('disk full');
		expect(keys.get('lid-mapping', ['49'])).toEqual({});
		expect(failures).toHaveLength(1);
	});

	it('hands a received stanza to the same commit as its key, and tells its row', async () => {
		const seen: { changes: KeyChanges; received: readonly InboxEntry[] }[] = [];
		const { keys, recorded } = await keyStore(async (changes, received) => {
			seen.push({ changes, received });
			return await Promise.resolve(received.map(() => 41));
		});
		const entry: InboxEntry = {
			eventId: 'message:a||1',
			chatId: 'a',
			cipherHash: 'h',
			body: Buffer.from('x'),
			receivedAt: 5,
		};
		await keys.set({ 'lid-mapping': { '49': '111' }, [RECEIVED_TYPE]: { [entry.eventId]: entry } } as never);
		expect(seen).toHaveLength(1);
		expect(Object.keys(seen[0]!.changes)).toEqual(['lid-mapping']);
		expect(seen[0]!.received).toEqual([entry]);
		expect(recorded).toEqual([['message:a||1', 41]]);
	});
});

describe('messages about to leave', () => {
	const row = (messageId: string): SentRow => ({
		messageId,
		chatId: 'c',
		body: new Uint8Array([1]),
		choices: null,
		via: 'text',
		sentAt: 1,
	});

	it('are written with the keys that encrypt them, and those keys not a second time', async () => {
		const commits: { changes: KeyChanges; leaving: readonly string[] }[] = [];
		const { keys } = await keyStore(async (changes, _received, leaving = []) => {
			commits.push({ changes, leaving: leaving.map(({ messageId }) => messageId) });
			return await Promise.resolve([]);
		});
		keys.rememberSent(row('M1'));
		keys.rememberSent(row('M2'));
		const session = { record: 'of now' };
		const data = { session: { '49_1.0': session } } as unknown as SignalDataSet;
		await keys.setBeforeLeaving(data);
		await keys.set(data);
		await keys.flush();
		expect(commits.map(({ leaving }) => leaving)).toEqual([['M1', 'M2']]);
		// A later state of the same session is written again, also when only its content tells it apart.
		await keys.set({ session: { '49_1.0': { record: 'of now' } } } as unknown as SignalDataSet);
		expect(commits).toHaveLength(2);
		expect(keys.get('session', ['49_1.0'])).toEqual({ '49_1.0': { record: 'of now' } });
	});

	it('are written again when the value was replaced in between', async () => {
		const written: unknown[] = [];
		const { keys } = await keyStore(async (changes) => {
			written.push(Buffer.from(changes.session!['a']!).toString());
			return await Promise.resolve([]);
		});
		const [first, second] = [{ n: 1 }, { n: 2 }];
		const setting = (value: object) => ({ session: { a: value } }) as unknown as SignalDataSet;
		await keys.setBeforeLeaving(setting(first));
		await keys.setBeforeLeaving(setting(second));
		await keys.set(setting(first));
		expect(written).toEqual(['{"n":1}', '{"n":2}', '{"n":1}']);
	});

	it('wait for the next try when the store refused, and `flush` waits for a commit on its way', async () => {
		const tries: (readonly string[])[] = [];
		let answer = (): void => undefined;
		const { keys, failures } = await keyStore(async (_changes, _received, leaving = []) => {
			tries.push(leaving.map(({ messageId }) => messageId));
			if (tries.length === 1) throw new Error('disk full');
			await new Promise<void>((resolve) => (answer = resolve));
			return [];
		});
		keys.rememberSent(row('M1'));
		await expect(keys.flush()).rejects.toThrow('disk full');
		expect(failures).toHaveLength(1);
		keys.rememberSent(row('M2'));
		const order: string[] = [];
		const first = keys.flush().then(() => order.push('first'));
		const second = keys.flush().then(() => order.push('second'));
		await new Promise(setImmediate);
		expect(order).toEqual([]);
		answer();
		await Promise.all([first, second]);
		expect(order.sort()).toEqual(['first', 'second']);
		expect(tries).toEqual([['M1'], ['M1', 'M2']]);
		await keys.flush();
		expect(tries).toHaveLength(2);
	});
});
