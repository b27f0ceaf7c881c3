import { availableParallelism, loadavg } from 'node:os';
import type { Bench } from './bench';
import { bothWays } from './benches/both-ways';
import { codeCheck } from './benches/code-check';
import { crashRun } from './benches/crash-run';
import { gateway } from './benches/gateway';
import { governor } from './benches/governor';
import { idleAccounts } from './benches/idle-accounts';
import { outbox } from './benches/outbox';
import { packageLoad } from './benches/package-load';
import { postgres } from './benches/postgres';
import { queue } from './benches/queue';
import { queueCrash } from './benches/queue-crash';
import { receiving } from './benches/receiving';
import { sending } from './benches/sending';
import { passes, tableOf, type Line } from './report';

/** `npm run bench [-- name …]`: what the kit costs beside the bare parts it is made of. Exit code 1 when a target is missed. */
const benches: readonly Bench[] = [
	sending,
	receiving,
	bothWays,
	idleAccounts,
	packageLoad,
	postgres,
	governor,
	outbox,
	codeCheck,
	gateway,
	crashRun,
	queue,
	queueCrash,
];

async function main(names: readonly string[]): Promise<number> {
	const unknown = names.filter((name) => !benches.some((bench) => bench.name === name));
	if (unknown.length > 0) {
		print(
			`There is no bench ${unknown.join(', ')}. There are: ${benches.map(({ name }) => name).join(', ')}.`,
		);
		return 2;
	}
	const chosen = benches.filter(({ name }) => names.length === 0 || names.includes(name));
	const lines: Line[] = [];
	const broken: string[] = [];
	for (const bench of chosen) {
		print(`${bench.name}: ${bench.about}`);
		try {
			lines.push(...(await bench.run((text) => print(`  ${text}`))));
		} catch (error) {
			// The others are still worth measuring.
			broken.push(bench.name);
			print(
				`  did not come to an end: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
			);
		}
	}
	const [load = 0] = loadavg();
	print(
		`\nNode ${process.versions.node}, ${process.platform} ${process.arch}, ${availableParallelism()} CPUs, load ${load.toFixed(1)}.`,
	);
	print(`Medians over the rounds.\n\n${tableOf(lines)}`);
	const missed = lines.filter((line) => !passes(line)).length;
	if (broken.length > 0) print(`\nDid not come to an end: ${broken.join(', ')}.`);
	print(
		missed === 0
			? '\nNo target is missed.'
			: `\n${missed} ${missed === 1 ? 'target is' : 'targets are'} missed.`,
	);
	return missed === 0 && broken.length === 0 ? 0 : 1;
}

function print(text: string): void {
	process.stdout.write(`${text}\n`);
}

main(process.argv.slice(2)).then(
	(code) => process.exit(code),
	(error: unknown) => {
		process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
		process.exit(1);
	},
);
