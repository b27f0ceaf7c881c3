import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made: string[] = [];

/** A new folder of its own; all of them go after the last test of the file. */
export function temporaryFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'whatsapp-kit-store-'));
	made.push(folder);
	return folder;
}

afterAll(() => {
	for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});
