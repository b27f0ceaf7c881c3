import './n8n-environment';
import 'reflect-metadata';
import { ExecutionLifecycleHooks, TriggerContext, TriggersAndPollers } from 'n8n-core';
import { Workflow } from 'n8n-workflow';
import type {
	INode,
	INodeExecutionData,
	INodeParameters,
	IRun,
	ITriggerResponse,
	IWorkflowBase,
	IWorkflowExecuteAdditionalData,
	WorkflowActivateMode,
} from 'n8n-workflow';
import { kitNode, nodeTypes, triggerType } from './run-node';

/** n8n's deferred promise; its type is not published. */
export interface Deferred<T> {
	readonly promise: Promise<T>;
	resolve(value: T): void;
	reject(error: Error): void;
}

export interface Emitted {
	readonly items: INodeExecutionData[];
	readonly done: Deferred<IRun | undefined> | undefined;
	readonly key: string | undefined;
}

export interface StartedTrigger {
	readonly response: ITriggerResponse;
	readonly emitted: Emitted[];
	readonly errors: Error[];
}

export interface TriggerOptions {
	readonly parameters?: INodeParameters;
	readonly activation?: WorkflowActivateMode;
	readonly engineType?: 'v1' | 'v2';
	readonly credentials?: () => Promise<object>;
	readonly nodeId?: string;
	/** Node type. @default the trigger of messages */
	readonly type?: string;
	/** What n8n does with an emit; throws for one it does not take. */
	readonly onEmit?: (emitted: Emitted) => void;
}

const started = new Set<ITriggerResponse>();

// What a test leaves running would look at its credential again when jest has ended.
afterEach(async () => {
	for (const response of started) await response.closeFunction?.();
	started.clear();
});

/** Starts the trigger as the published workflow does, through n8n's own context and runner. */
export async function startPublished(options: TriggerOptions = {}): Promise<StartedTrigger> {
	const answer: StartedTrigger & { response?: ITriggerResponse } = { emitted: [], errors: [] } as never;
	const { workflow, node, additionalData } = parts(options);
	const emit = (
		items: INodeExecutionData[][],
		_response: unknown,
		done: Emitted['done'],
		key?: string,
	): void => {
		const emitted = { items: items[0]!, done, key };
		options.onEmit?.(emitted);
		answer.emitted.push(emitted);
	};
	const context = (): TriggerContext =>
		new TriggerContext(
			workflow,
			node,
			additionalData,
			'trigger',
			options.activation ?? 'activate',
			emit as never,
			(error) => {
				answer.errors.push(error);
			},
		);
	const response = await new TriggersAndPollers().runTriggerFunction(
		workflow,
		node,
		context,
		additionalData,
		'trigger',
		'activate',
	);
	started.add(response!);
	return Object.assign(answer, { response: response! });
}

/** Starts the trigger as the Listen button does; `firstItems` is what ends the test. */
export async function startManual(
	options: TriggerOptions = {},
): Promise<{ response: ITriggerResponse; firstItems: Promise<INodeExecutionData[][]> }> {
	const { workflow, node, additionalData } = parts(options);
	const context = (): TriggerContext =>
		new TriggerContext(workflow, node, additionalData, 'manual', 'manual');
	const response = (await new TriggersAndPollers().runTriggerFunction(
		workflow,
		node,
		context,
		additionalData,
		'manual',
		'manual',
	))!;
	started.add(response);
	const firstItems = response.manualTriggerResponse!;
	// A test that is never ended by an event is not an unhandled rejection.
	firstItems.catch(() => undefined);
	return { response, firstItems };
}

function parts({
	parameters = {},
	engineType,
	credentials,
	nodeId = 'trigger-1',
	type = triggerType,
}: TriggerOptions): {
	workflow: Workflow;
	node: INode;
	additionalData: IWorkflowExecuteAdditionalData;
} {
	const given = kitNode(parameters, { id: nodeId, name: 'Trigger', type });
	const workflow = new Workflow({
		id: 'workflow-1',
		nodes: [given],
		connections: {},
		active: true,
		nodeTypes: nodeTypes(),
		settings: { executionOrder: 'v1', engineType },
	});
	const additionalData = {
		hooks: new ExecutionLifecycleHooks('manual', '42', { id: 'workflow-1' } as unknown as IWorkflowBase),
		credentialsHelper: {
			getDecrypted: credentials ?? (async () => ({ accountLabel: 'Shop' })),
			isCredentialUsableByNode: () => true,
		},
		webhookWaitingBaseUrl: 'http://localhost/webhook-waiting',
		formWaitingBaseUrl: 'http://localhost/form-waiting',
	} as unknown as IWorkflowExecuteAdditionalData;
	return { workflow, node: workflow.getNode('Trigger')!, additionalData };
}
