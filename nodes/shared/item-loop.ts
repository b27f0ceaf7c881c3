import type { IDataObject, IExecuteFunctions, INodeExecutionData, NodeOperationError } from 'n8n-workflow';
import type { EngineId } from '../../engines/engine';
import type { AccountConfig, SessionHandle } from '../../runtime/kit';
import { readAccount } from './account';
import { itemKey } from './idempotency-key';
import { ItemParameters } from './item-parameters';
import { tellWaits } from './limit-hint';
import { ItemProgress } from './item-progress';
import { loadKit } from './load-kit';
import { errorCode, limitDetails, toNodeError } from './node-error';
import type { OperationModule } from './operation';

/**
 * Runs one operation over all items, one after the other so that messages leave in the order of the items.
 * With Continue On Fail a bad item becomes an item with `error`, and the others go on. The session is taken
 * once and given back at the end, also when an item threw.
 */
export async function runItems(
	host: IExecuteFunctions,
	engine: EngineId,
	module: OperationModule,
): Promise<INodeExecutionData[]> {
	const signal = host.getExecutionCancelSignal?.() ?? new AbortController().signal;
	const output: INodeExecutionData[] = [];
	const count = host.getInputData().length;
	const progress = new ItemProgress(host, count);
	let opened: Opened | undefined;
	try {
		for (let itemIndex = 0; itemIndex < count; itemIndex++) {
			try {
				signal.throwIfAborted();
				opened ??= await openSession(host, engine);
				const results = await module.execute({
					host,
					itemIndex,
					parameters: new ItemParameters(host, itemIndex),
					session: opened.handle.session,
					account: opened.account,
					signal,
					idempotencyKey: itemKey(host, itemIndex),
				});
				for (const result of results) output.push({ ...result, pairedItem: { item: itemIndex } });
				progress.count('done');
			} catch (thrown) {
				const error = toNodeError(host.getNode(), thrown, itemIndex);
				// A cancelled execution ends; going on with the next item would send after the person said stop.
				if (signal.aborted || !host.continueOnFail()) throw error;
				output.push(
					failedItem(host, error, { errorCode: errorCode(thrown), ...limitDetails(thrown) }, itemIndex),
				);
				progress.count('failed');
			}
		}
	} finally {
		opened?.handle.release();
		progress.end();
	}
	tellWaits(host, output);
	return output;
}

interface Opened {
	readonly account: AccountConfig;
	readonly handle: SessionHandle;
}

async function openSession(host: IExecuteFunctions, engine: EngineId): Promise<Opened> {
	const account = await readAccount(host, engine);
	return { account, handle: await loadKit({ logger: host.logger }).acquire(account) };
}

/**
 * `error` says what happened, `message` why and what to do. The item itself gets no `error` property: n8n
 * would then replace its JSON by the first sentence alone.
 */
function failedItem(
	host: IExecuteFunctions,
	error: NodeOperationError,
	details: IDataObject,
	itemIndex: number,
): INodeExecutionData {
	const told = { error: error.message, ...(error.description ? { message: error.description } : {}) };
	// n8n recognises what belongs on the error output by these two names alone; one more, and it stays.
	const json = host.getNode().onError === 'continueErrorOutput' ? told : { ...told, ...details };
	return { json, pairedItem: { item: itemIndex } };
}
