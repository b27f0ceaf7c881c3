import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Sleeper, Wait } from '../../../waits/wait';
import type { ItemContext } from '../operation';
import { endedItem } from './ended-item';

/**
 * n8n goes on by itself so long after the expiry, ms, should nobody be there to wake it: an answer that counted
 * must have reached it before.
 */
const GRACE_MS = 2 * 60_000;

/** Who is to be woken. Throws when it is more than one item: n8n sleeps once for all of them. */
export function sleeperOf({ host, parameters }: Pick<ItemContext, 'host' | 'parameters'>): Sleeper {
	if (host.getInputData().length > 1) {
		throw parameters.mistake(
			"'Send and Wait' takes one item at a time",
			"An execution sleeps once for all of its items, so that only one of them could get its answer. Put a 'Loop Over Items' node before it. Nothing was sent.",
		);
	}
	return {
		executionId: host.getExecutionId(),
		nodeId: host.getNode().id,
		resumeUrl: host.getSignedResumeUrl(),
	};
}

/** What is given back here is what n8n goes on with when nobody wakes the execution. */
export async function fallAsleep(
	{ host, account }: { readonly host: IExecuteFunctions; readonly account: ItemContext['account'] },
	{ question, expiresAt }: Wait,
): Promise<INodeExecutionData[]> {
	await host.putExecutionToWait(new Date(expiresAt + GRACE_MS));
	return [{ json: endedItem(question, null, { account: account.name, engine: account.engine }) }];
}
