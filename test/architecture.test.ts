import { basename, join } from 'node:path';
import { complaint } from './architecture/layers';
import { importsOf } from './architecture/source-imports';
import { root, textOf, trackedFiles } from './architecture/tracked-files';

const sourceFolders = /^(credentials|nodes|runtime|waits|verification|sessions|engines|messages|storage)\//;

describe('the house', () => {
	it('has no import that runs against the layers', () => {
		const sources = trackedFiles().filter((path) => sourceFolders.test(path) && path.endsWith('.ts'));
		const complaints = sources.flatMap((path) =>
			importsOf(join(root, path)).flatMap((one) => {
				const why = complaint(join(root, path), one);
				return why === undefined ? [] : [`${path}: ${why}`];
			}),
		);
		expect(sources.length).toBeGreaterThan(0);
		expect(complaints).toEqual([]);
	});

	it('has no file whose name says nothing', () => {
		const vague = /(^|\/)(utils?|helpers?|common|misc)(\.[^/]*)?(\/|$)/i;
		expect(trackedFiles().filter((path) => vague.test(path))).toEqual([]);
	});
});

describe('tracked files', () => {
	// Put together here, so that this file does not name what it looks for.
	const registries = [
		['registry', 'npmjs', 'org'],
		['registry', 'yarnpkg', 'com'],
		['npm', 'pkg', 'github', 'com'],
		['registry', 'npmmirror', 'com'],
	].map((parts) => parts.join('.'));
	const machinePath = new RegExp(
		`(^|[^\\w.~/-])/(${['root', 'work', 'Users/\\w+', 'home/(?!node\\b)\\w+'].join('|')})/`,
		'm',
	);
	const texts = () => trackedFiles().flatMap((path) => [{ path, text: textOf(path) ?? '' }]);

	it('name no package registry', () => {
		const named = texts().filter(({ text }) => registries.some((host) => text.includes(host)));
		expect(named.map(({ path }) => path)).toEqual([]);
	});

	it('keep no download address in a lockfile', () => {
		const locks = texts().filter(({ path }) => basename(path) === 'package-lock.json');
		expect(locks.length).toBeGreaterThan(0);
		expect(locks.filter(({ text }) => text.includes('"resolved": "http')).map(({ path }) => path)).toEqual(
			[],
		);
	});

	it('name no folder of one machine', () => {
		const found = texts().flatMap(({ path, text }) => {
			const match = machinePath.exec(text);
			return match ? [`${path}: ${match[0]}`] : [];
		});
		expect(found).toEqual([]);
	});
});

describe('the rule of the layers', () => {
	const importer = (path: string) => join(root, path);
	const use = (module: string, typeOnly = false) => ({ module, typeOnly });

	it.each([
		['nodes/a/b.ts', use('../../runtime/kit')],
		['sessions/a.ts', use('../engines/engine')],
		['runtime/a.ts', use('../storage/database')],
		['storage/a.ts', use('../sessions/store', true)],
		['credentials/a.ts', use('n8n-workflow')],
	])('lets %s import %j', (path, one) => {
		expect(complaint(importer(path), one)).toBeUndefined();
	});

	it.each([
		['messages/a.ts', use('../engines/engine', true)],
		['engines/a.ts', use('../sessions/session')],
		['sessions/a.ts', use('../storage/database')],
		['storage/a.ts', use('../sessions/governor')],
		['runtime/a.ts', use('../nodes/shared/account')],
		['sessions/a.ts', use('n8n-workflow', true)],
		['engines/a.ts', use('../test/whatsapp/server')],
	])('refuses %s importing %j', (path, one) => {
		expect(complaint(importer(path), one)).toEqual(expect.any(String));
	});
});
