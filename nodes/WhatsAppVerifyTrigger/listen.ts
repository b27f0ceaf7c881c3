import { randomUUID } from 'node:crypto';
import type { IRun, ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';
import type { EngineId } from '../../engines/engine';
import type { Clock } from '../../messages/ports';
import type { ChangeListener } from '../../verification/change-feed';
import type { VerificationItem } from '../../verification/verification-item';
import { readAccount } from '../shared/account';
import { deduplicationKey } from '../shared/deduplication-key';
import { loadKit } from '../shared/load-kit';
import { toNodeError } from '../shared/node-error';
import { RunPatience } from '../shared/run-patience';
import { readFilter } from './change-filter';
import { KeptListening } from './kept-listening';

/**
 * Longest wait for an execution to end, ms. By then n8n has long written it down, and a second start would be
 * refused by its key.
 */
const runWaitMs = 60_000;

/**
 * Starts listening and returns at once; the store is opened behind. Throws only what a person has to mend in the
 * node (no event, a missing credential).
 */
export async function listen(context: ITriggerFunctions, clock: Clock): Promise<ITriggerResponse> {
	const wants = readFilter(context);
	const account = await readAccount(context, context.getNodeParameter('engine', 'web') as EngineId);
	const manual = context.getMode() === 'manual';
	const nodeId = context.getNode().id;
	const workflowId = context.getWorkflow().id ?? '';
	const start = starter(context, { clock, manual, workflowId, nodeId });
	const listener: ChangeListener = {
		id: manual ? `manual:${nodeId}:${randomUUID()}` : `${workflowId}:${nodeId}`,
		// A test hears what happens now. The published workflow beside it keeps hearing everything.
		durable: !manual,
		resume: !manual && context.getActivationMode() !== 'activate',
		deliver: async (change) => {
			if (wants(change)) await start(change);
		},
	};
	const kept = new KeptListening(listener, {
		clock,
		logger: context.logger,
		open: async () => await loadKit({ logger: context.logger }).verifications(account),
		// Somebody is watching a test: tell them instead of the log alone.
		onFailure: manual ? (error) => context.emitError(toNodeError(context.getNode(), error)) : undefined,
	});
	// n8n puts the real `emit` in place after this function has returned.
	setImmediate(() => void kept.run());
	return {
		closeFunction: async () => kept.close(),
		// Awaited by n8n before it waits for the first event, so it must end by itself.
		manualTriggerFunction: async () => undefined,
	};
}

interface Starting {
	readonly clock: Clock;
	readonly manual: boolean;
	readonly workflowId: string;
	readonly nodeId: string;
}

/** Starts an execution, and waits for its end as long as n8n can tell it. */
function starter(context: ITriggerFunctions, { clock, manual, workflowId, nodeId }: Starting) {
	// n8n's second engine refuses promises from a trigger.
	const tellsEnd = !manual && context.getWorkflowSettings?.().engineType !== 'v2';
	const patience = new RunPatience(clock, runWaitMs);
	return async (change: VerificationItem): Promise<void> => {
		const item = { json: { ...change, authorized_numbers: [...change.authorized_numbers] } };
		if (manual) {
			context.emit([[item]]);
			return;
		}
		const done = tellsEnd ? context.helpers.createDeferredPromise<IRun>() : undefined;
		// A status is reached once, so that this names the change also after a restart.
		const key = deduplicationKey(workflowId, nodeId, `verification:${change.id}:${change.status}`);
		context.emit([[item]], undefined, done, key);
		if (done !== undefined) await patience.wait(done.promise);
	};
}
