import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const script = pathToFileURL(resolve(__dirname, '..', '..', 'scripts', 'install-once.mjs')).href;

let home: string;
let folder: string;

beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'install-once-'));
	folder = join(home, 'thing');
});

afterEach(() => rmSync(home, { recursive: true, force: true }));

/** One process that wants the folder; building it adds a line to `built` and takes a moment. */
function install(): Promise<number | null> {
	const program = `
		import { appendFileSync, writeFileSync } from 'node:fs';
		import { setTimeout as pause } from 'node:timers/promises';
		import { installOnce } from ${JSON.stringify(script)};
		await installOnce(${JSON.stringify(folder)}, async (target) => {
			appendFileSync(${JSON.stringify(join(home, 'built'))}, 'x');
			await pause(300);
			writeFileSync(target + '/content', 'whole');
		});
	`;
	const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'ignore' });
	return new Promise((done) => child.once('exit', done));
}

const timesBuilt = () => readFileSync(join(home, 'built'), 'utf8').length;
const content = () => readFileSync(join(folder, 'content'), 'utf8');

/** The id of a process that has been and gone. */
async function deadProcess(): Promise<number> {
	const child = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' });
	await new Promise((done) => child.once('exit', done));
	return child.pid!;
}

it('builds once, however many processes ask at the same time', async () => {
	const codes = await Promise.all([install(), install(), install(), install()]);
	expect(codes).toEqual([0, 0, 0, 0]);
	expect(timesBuilt()).toBe(1);
	expect(content()).toBe('whole');
});

it('builds anew what was left half done', async () => {
	mkdirSync(folder);
	writeFileSync(join(folder, 'half'), '');
	expect(await install()).toBe(0);
	expect(existsSync(join(folder, 'half'))).toBe(false);
	expect(content()).toBe('whole');
});

it('takes over the lock of a process that was killed, only once', async () => {
	mkdirSync(`${folder}.lock`);
	const owner = { pid: await deadProcess(), host: hostname() };
	writeFileSync(join(`${folder}.lock`, 'owner'), JSON.stringify(owner));
	expect(await Promise.all([install(), install(), install()])).toEqual([0, 0, 0]);
	expect(timesBuilt()).toBe(1);
});
