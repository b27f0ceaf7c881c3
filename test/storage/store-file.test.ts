import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { STORE_FILE, ensureStoreFile } from '../../storage/store-file';
import { temporaryFolder } from './temporary-folder';

describe('making the file of a store', () => {
	test('it appears complete, and nothing else stays', async () => {
		const folder = temporaryFolder();
		const path = await ensureStoreFile(folder, async (draft) => {
			expect(readdirSync(folder)).not.toContain(STORE_FILE);
			writeFileSync(draft, 'ours');
			writeFileSync(`${draft}-wal`, 'left over');
		});
		expect(readFileSync(path, 'utf8')).toBe('ours');
		expect(readdirSync(folder)).toEqual([STORE_FILE]);
	});

	test('a process that was faster keeps its file', async () => {
		const folder = temporaryFolder();
		const path = await ensureStoreFile(folder, async (draft) => {
			writeFileSync(draft, 'ours');
			writeFileSync(join(folder, STORE_FILE), 'theirs');
		});
		expect(readFileSync(path, 'utf8')).toBe('theirs');
		expect(readdirSync(folder)).toEqual([STORE_FILE]);
	});

	test('when the first tables cannot be written there is no file', async () => {
		const folder = temporaryFolder();
		const trouble = new Error('trouble');
		const making = ensureStoreFile(folder, async () => await Promise.reject(trouble));
		await expect(making).rejects.toBe(trouble);
		expect(readdirSync(folder)).toEqual([]);
	});

	test('a file that is there is not filled again', async () => {
		const folder = temporaryFolder();
		writeFileSync(join(folder, STORE_FILE), 'there');
		const path = await ensureStoreFile(folder, async () => await Promise.reject(new Error('filled')));
		expect(readFileSync(path, 'utf8')).toBe('there');
	});
});
