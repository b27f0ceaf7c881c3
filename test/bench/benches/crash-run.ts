import { crashRun as run, type CrashRunOutcome } from '../../faults/crash/crash-run';
import type { Bench } from '../bench';
import { Lines } from '../report';

const SEEDS = [20_250_101];
const MESSAGES = 500;

export const crashRun: Bench = {
	name: 'crash-run',
	about: `${MESSAGES} messages each way, the socket dropped 20 times, the process killed with SIGKILL 5 times.`,
	async run(note) {
		const outcomes: CrashRunOutcome[] = [];
		for (const seed of SEEDS) {
			const outcome = await run({
				messages: MESSAGES,
				drops: 20,
				kills: 5,
				seed,
				width: 4,
				everyMs: 25,
				settleMs: 60_000,
			});
			note(
				`seed ${seed}: ${outcome.drops} drops, ${outcome.kills} kills, ${outcome.retries} sends tried again, ` +
					`${outcome.unreadable} not readable at first, ${(outcome.tookMs / 1_000).toFixed(0)} s`,
			);
			for (const [refusal, times] of outcome.refusals) note(`seed ${seed}: ${times} times: ${refusal}`);
			for (const reason of outcome.reasons) note(`seed ${seed}: not readable at first: ${reason}`);
			for (const error of outcome.protocolErrors) note(`seed ${seed}: against the protocol: ${error}`);
			outcomes.push(outcome);
		}
		const lines = new Lines('crash-run');
		const none = { target: { atMost: 0 } } as const;
		lines.add(
			'lost on the way in',
			outcomes.map(({ lostIn }) => lostIn.length),
			none,
		);
		lines.add(
			'handed over twice as two events',
			outcomes.map(({ duplicatedIn }) => duplicatedIn.length),
			none,
		);
		lines.add(
			'handed over again under its id',
			outcomes.map(({ repeatedIn }) => repeatedIn),
		);
		lines.add(
			'lost on the way out',
			outcomes.map(({ lostOut }) => lostOut.length),
			none,
		);
		lines.add(
			'twice on the screen',
			outcomes.map(({ duplicatedOut }) => duplicatedOut.length),
			none,
		);
		lines.add(
			'copies under the same message id',
			outcomes.map(({ repeatedOut }) => repeatedOut),
		);
		lines.add(
			'linked devices beyond the one',
			outcomes.map(({ devices }) => devices - 1),
			none,
		);
		return lines.all;
	},
};
