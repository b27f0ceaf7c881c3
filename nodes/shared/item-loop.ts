import type { IDataObject, IExecuteFunctions, INodeExecutionData, NodeOperationError } from 'n8n-workflow';
import type { EngineId } from '../../engines/engine';
import type { AccountConfig } from '../../runtime/kit';
import { readAccount } from './account';
import { itemKey } from './idempotency-key';
import { ItemParameters } from './item-parameters';
import { tellWaits } from './limit-hint';
import { ItemProgress } from './item-progress';
import { errorCode, limitDetails, toNodeError } from './node-error';
import type { ItemContext, OperationModule } from './operation';

/** What the operations of a node work on: taken before the first item, released after the last. */
export interface Opened<Given extends object> {
	readonly given: Given;
	release(): void;
}

export type Open<Given extends object> = (
	host: IExecuteFunctions,
	account: AccountConfig,
) => Promise<Opened<Given>>;

/**
 * Runs one operation over all items, one after the other so that messages leave in the order of the items.
 * With Continue On Fail a bad item becomes an item with `error`, and the others go on. What `open` gave is
 * released at the end, also when an item threw.
 */
export async function runItems<Given extends object>(
	host: IExecuteFunctions,
	engine: EngineId,
	module: OperationModule<ItemContext & Given>,
	open: Open<Given>,
): Promise<INodeExecutionData[]> {
	const signal = host.getExecutionCancelSignal?.() ?? new AbortController().signal;
	const output: INodeExecutionData[] = [];
	const count = host.getInputData().length;
	const progress = new ItemProgress(host, count);
	let account: AccountConfig | undefined;
	let opened: Opened<Given> | undefined;
	try {
		for (let itemIndex = 0; itemIndex < count; itemIndex++) {
			try {
				signal.throwIfAborted();
				account ??= await readAccount(host, engine);
				opened ??= await open(host, account);
				const results = await module.execute({
					host,
					itemIndex,
					parameters: new ItemParameters(host, itemIndex),
					...opened.given,
					account,
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
		opened?.release();
		progress.end();
	}
	tellWaits(host, output);
	return output;
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
