import './n8n-environment';
import 'reflect-metadata';
import { ExecutionLifecycleHooks, PollContext, TriggersAndPollers } from 'n8n-core';
import { Workflow } from 'n8n-workflow';
import type {
	IDataObject,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	IWorkflowBase,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { kitNode } from './run-node';

export interface PollOptions {
	readonly type: string;
	readonly node: INodeType;
	/** Type of the credential. */
	readonly credential: string;
	readonly parameters?: INodeParameters;
	/** Static data of the node; a poll writes into it. */
	readonly state?: IDataObject;
	readonly mode?: 'trigger' | 'manual';
}

/** One poll, through n8n's own context and runner; gives the items, null when the workflow is not started. */
export async function pollOnce(options: PollOptions): Promise<INodeExecutionData[] | null> {
	const { type, node: nodeType, credential, parameters = {}, state = {}, mode = 'trigger' } = options;
	const { engine: _engine, ...own } = kitNode(parameters).parameters;
	const node = kitNode(own, {
		name: 'Trigger',
		type,
		parameters: own,
		credentials: { [credential]: { id: 'credential-1', name: 'Shop' } },
	});
	const workflow = new Workflow({
		id: 'workflow-1',
		nodes: [node],
		connections: {},
		active: true,
		nodeTypes: { getByName: () => nodeType, getByNameAndVersion: () => nodeType, getKnownTypes: () => ({}) },
		settings: { executionOrder: 'v1' },
	});
	const additionalData = {
		hooks: new ExecutionLifecycleHooks(mode, '42', { id: 'workflow-1' } as unknown as IWorkflowBase),
		credentialsHelper: {
			getDecrypted: async () => await Promise.resolve({ accountLabel: 'Shop' }),
			isCredentialUsableByNode: () => true,
		},
	} as unknown as IWorkflowExecuteAdditionalData;
	const given = workflow.getNode('Trigger')!;
	const context = new PollContext(
		workflow,
		given,
		additionalData,
		mode,
		mode === 'manual' ? 'manual' : 'activate',
		undefined,
		undefined,
		undefined,
		undefined,
		() => state,
	);
	const items = await new TriggersAndPollers().runPollFunction(workflow, given, context);
	return items?.[0] ?? null;
}
