// Proves npm start: the editor answers at the printed address, and an interrupt leaves nothing behind.
import { checkout } from './cache-folder.mjs';
import { npmCommand, spawnOwned } from './child.mjs';
import { runMain, Trouble } from './trouble.mjs';

const longestStartMs = 15 * 60_000;

await runMain(async () => {
	const [npm, first] = npmCommand();
	const child = spawnOwned(npm, [...first, 'start', '--silent'], {
		cwd: checkout,
		stdio: ['ignore', 'pipe', 'inherit'],
		// A group of its own, so that the interrupt reaches all of it, as Ctrl-C in a terminal does.
		detached: true,
	});
	const output = { text: '' };
	const ended = new Promise((resolve) => child.once('close', resolve));
	const address = await Promise.race([printedAddress(child, output), ended.then(() => undefined)]);
	if (!address) throw new Trouble('npm start printed no address.', 'see its output above.', 'mend it.');
	const page = await (await fetch(address)).text();
	process.kill(-child.pid, 'SIGINT');
	// npm itself reports an interrupt in its own way; that start.mjs came to its end is told by its last line.
	await ended;
	if (!page.includes('n8n')) throw notProven(`There is no editor at ${address}`, page.slice(0, 200));
	if (!output.text.includes('n8n has ended.'))
		throw notProven('The interrupt did not end it in order', 'no last line');
	const left = await fetch(address).catch(() => undefined);
	if (left) throw notProven('n8n still answers after the interrupt', 'it was not stopped');
});

const notProven = (happened, why) =>
	new Trouble(`${happened}.`, `${why}.`, 'see scripts/start.mjs and n8n.log.');

function printedAddress(child, output) {
	return new Promise((resolve, reject) => {
		const late = setTimeout(() => reject(new Error('npm start took too long')), longestStartMs);
		child.stdout.on('data', (data) => {
			process.stdout.write(data);
			output.text += data;
			const match = /The editor:\s+(http\S+)[\s\S]*Ctrl-C/.exec(output.text);
			if (!match) return;
			clearTimeout(late);
			resolve(match[1]);
		});
	});
}
