import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

/** Shorter waits are the ordinary gap between two messages and need no word. */
const WORTH_TELLING_MS = 1_000;

/**
 * Tells under the output why the node took its time, once however many items waited: a workflow that seems to
 * hang is one that people stop.
 */
export function tellWaits(host: IExecuteFunctions, output: readonly INodeExecutionData[]): void {
	let waited = 0;
	let longest = 0;
	for (const { json } of output) {
		if (typeof json.waitedMs !== 'number' || json.waitedMs < WORTH_TELLING_MS) continue;
		waited += 1;
		longest = Math.max(longest, json.waitedMs);
	}
	tellQueued(host, output);
	if (waited === 0) return;
	host.addExecutionHints({
		type: 'info',
		location: 'outputPane',
		message: `The limits of the number held back ${waited} of ${output.length} ${output.length === 1 ? 'item' : 'items'}, the longest for ${Math.ceil(longest / 1_000)} s. See the operation 'Session: Get Limits'.`,
	});
}

function tellQueued(host: IExecuteFunctions, output: readonly INodeExecutionData[]): void {
	const times = output.flatMap(({ json }) => (json.outcome === 'queued' ? [String(json.leavesAt)] : []));
	if (times.length === 0) return;
	const last = times.reduce((latest, at) => (at > latest ? at : latest));
	host.addExecutionHints({
		type: 'info',
		location: 'outputPane',
		message: `${times.length} of ${output.length} ${output.length === 1 ? 'item' : 'items'} queued; the last one leaves at about ${last}. 'Message: Get Job' tells what became of each.`,
	});
}
