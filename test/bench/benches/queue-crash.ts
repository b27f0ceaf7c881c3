import { queueCrashRun } from '../../faults/crash/queue-crash-run';
import type { Bench } from '../bench';
import { Lines } from '../report';

const MESSAGES = 2_000;

export const queueCrash: Bench = {
	name: 'queue-crash',
	about: `${MESSAGES} sends from main and two workers; main, a worker or the owner killed with SIGKILL 24 times.`,
	async run(note) {
		const outcome = await queueCrashRun({
			messages: MESSAGES,
			kills: 24,
			workers: 2,
			seed: 20_250_102,
			width: 8,
		});
		const hit = [...outcome.kills].map(([who, times]) => `${who} ${times}`).join(', ');
		note(
			`killed: ${hit}; ${outcome.retries} sends tried again, ${outcome.repeated} copies under the same id, ` +
				`${(outcome.tookMs / 1_000).toFixed(0)} s`,
		);
		for (const [refusal, times] of outcome.refusals) note(`${times} times: ${refusal}`);
		for (const error of outcome.protocolErrors) note(`against the protocol: ${error}`);
		const lines = new Lines('queue-crash');
		const none = { target: { atMost: 0 } } as const;
		lines.add('lost', [outcome.lost.length], none);
		lines.add('twice on the screen', [outcome.duplicated.length], none);
		lines.add('slowest takeover', [outcome.slowestTakeoverMs / 1_000], { unit: 's', target: { atMost: 15 } });
		lines.add('linked devices beyond the one', [outcome.devices - 1], none);
		return lines.all;
	},
};
