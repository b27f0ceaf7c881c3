import type {
	IDataObject,
	IExecuteFunctions,
	INode,
	INodeExecutionData,
	IRun,
	ITriggerFunctions,
} from 'n8n-workflow';

const quiet = (): void => undefined;
/** n8n at its default log level prints none of our debug lines. */
const logger = {
	debug: quiet,
	info: quiet,
	warn: quiet,
	error: quiet,
	scoped: () => logger,
} as unknown as IExecuteFunctions['logger'];

function nodeOf(name: string, credentialId: string): INode {
	return {
		id: `${name}-node`,
		name,
		type: name,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		credentials: { whatsAppWebApi: { id: credentialId, name: credentialId } },
	};
}

/** What n8n gives a node for one execution, as far as the nodes of this package use it. */
export function executeContext(options: {
	readonly credentialId: string;
	readonly executionId: string;
	readonly parameters: IDataObject;
	readonly items?: number;
}): IExecuteFunctions {
	const node = nodeOf('whatsAppKit', options.credentialId);
	const items: INodeExecutionData[] = Array.from({ length: options.items ?? 1 }, () => ({ json: {} }));
	const cancelled = new AbortController();
	const context = {
		logger,
		runIndex: 0,
		getNode: () => node,
		getInputData: () => items,
		getNodeParameter: (name: string, _item: number, fallback?: unknown) =>
			options.parameters[name] ?? fallback,
		getCredentials: async () => await Promise.resolve({ limitsPreset: 'unlimited' }),
		getExecutionCancelSignal: () => cancelled.signal,
		getExecutionId: () => options.executionId,
		continueOnFail: () => false,
	};
	return context as unknown as IExecuteFunctions;
}

/** What n8n gives a trigger of an active workflow. Its executions end in the next turn of the event loop. */
export function triggerContext(options: {
	readonly credentialId: string;
	onEmit(item: IDataObject): void;
}): ITriggerFunctions {
	const node = nodeOf('whatsAppKitTrigger', options.credentialId);
	const context = {
		logger,
		helpers: { createDeferredPromise: deferred },
		getNode: () => node,
		getMode: () => 'trigger',
		getActivationMode: () => 'init',
		getWorkflow: () => ({ id: `workflow-${options.credentialId}`, active: true }),
		getWorkflowSettings: () => ({}),
		getNodeParameter: (_name: string, fallback?: unknown) => fallback,
		getCredentials: async () => await Promise.resolve({ limitsPreset: 'unlimited' }),
		emit: (data: INodeExecutionData[][], _response: unknown, done?: { resolve(run: IRun): void }) => {
			for (const { json } of data[0] ?? []) options.onEmit(json);
			setImmediate(() => done?.resolve({} as IRun));
		},
		emitError: quiet,
	};
	return context as unknown as ITriggerFunctions;
}

function deferred<T>(): { promise: Promise<T>; resolve(value: T): void } {
	let resolve!: (value: T) => void;
	const promise = new Promise<T>((settle) => {
		resolve = settle;
	});
	return { promise, resolve };
}
