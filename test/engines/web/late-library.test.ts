import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(__dirname, '../../../engines/web');
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
	name.endsWith('.ts'),
);

/** Loading the client library costs up to half a second and 60 MB; n8n requires node files in every process. */
describe('the client library is loaded on first use', () => {
	test.each(sources)('%s imports nothing of it but types', (name) => {
		const text = readFileSync(join(folder, name), 'utf8');
		const imports = text.match(/^(?:import|export)\b(?! type\b)[^;]*?from '[^']+'/gms) ?? [];
		expect(imports.filter((line) => /'(@whiskeysockets|libsignal|@hapi)/.test(line))).toEqual([]);
	});
});
