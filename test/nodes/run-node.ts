import './n8n-environment';
import 'reflect-metadata';
import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import { createRunExecutionData, Expression, NodeHelpers, Workflow } from 'n8n-workflow';
import type {
	IBinaryKeyData,
	IDataObject,
	IHttpRequestOptions,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	INodeTypes,
	IRun,
	IWorkflowBase,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { Wawp } from '../../nodes/Wawp/Wawp.node';
import { WhatsAppKit } from '../../nodes/WhatsAppKit/WhatsAppKit.node';
import { WhatsAppKitTrigger } from '../../nodes/WhatsAppKitTrigger/WhatsAppKitTrigger.node';
import { WhatsAppVerify } from '../../nodes/WhatsAppVerify/WhatsAppVerify.node';
import { WhatsAppVerifyTrigger } from '../../nodes/WhatsAppVerifyTrigger/WhatsAppVerifyTrigger.node';

// The other engine keeps expressions in isolates and needs n8n's own start-up.
Expression.setExpressionEngine('legacy');

export const wawpType = 'n8n-nodes-whatsapp-kit.wawp';
export const kitType = 'n8n-nodes-whatsapp-kit.whatsAppKit';
export const triggerType = 'n8n-nodes-whatsapp-kit.whatsAppKitTrigger';
export const verifyType = 'n8n-nodes-whatsapp-kit.whatsAppVerify';
export const verifyTriggerType = 'n8n-nodes-whatsapp-kit.whatsAppVerifyTrigger';

export function nodeTypes(): INodeTypes {
	const known: Record<string, INodeType> = {
		[wawpType]: new Wawp() as unknown as INodeType,
		[kitType]: new WhatsAppKit() as unknown as INodeType,
		[triggerType]: new WhatsAppKitTrigger() as unknown as INodeType,
		[verifyType]: new WhatsAppVerify() as unknown as INodeType,
		[verifyTriggerType]: new WhatsAppVerifyTrigger() as unknown as INodeType,
	};
	return {
		getByName: (name) => known[name]!,
		getByNameAndVersion: (name) => known[name]!,
		getKnownTypes: () => ({}),
	};
}

export function kitNode(parameters: INodeParameters, settings: Partial<INode> = {}): INode {
	return {
		id: 'node-1',
		name: 'WhatsApp Kit',
		type: kitType,
		typeVersion: 1,
		position: [0, 0],
		parameters: { engine: 'web', ...parameters },
		credentials: { whatsAppWebApi: { id: 'credential-1', name: 'My number' } },
		...settings,
	};
}

/** What n8n would show as missing or wrong before a run. */
export function issuesOf(node: INode): unknown {
	const { description } = nodeTypes().getByNameAndVersion(node.type);
	const complete = { ...node, parameters: completeParameters(node) };
	return NodeHelpers.getNodeParametersIssues(description.properties, complete, description);
}

/** The parameters with n8n's defaults, without those that do not apply. */
export function completeParameters(node: INode): INodeParameters {
	const { description } = nodeTypes().getByNameAndVersion(node.type);
	return NodeHelpers.getNodeParameters(
		description.properties,
		node.parameters,
		true,
		false,
		node,
		description,
	)!;
}

export interface RunOptions {
	readonly items?: readonly INodeExecutionData[];
	readonly settings?: Partial<INode>;
	readonly executionId?: string;
	readonly credential?: IDataObject;
}

/** The whole run by n8n's own executor. */
export async function run(parameters: INodeParameters, options: RunOptions = {}): Promise<IRun> {
	return await startRun(parameters, options).done;
}

/** As `run`; `cancel` is what the Stop button does. */
export function startRun(
	parameters: INodeParameters,
	options: RunOptions = {},
): { done: Promise<IRun>; cancel(): void } {
	const node = kitNode(parameters, options.settings);
	const workflow = new Workflow({
		id: 'workflow-1',
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: nodeTypes(),
		settings: { executionOrder: 'v1' },
	});
	const data = { main: [[...(options.items ?? [{ json: {} }])]] };
	const runData = createRunExecutionData({
		executionData: { nodeExecutionStack: [{ node: workflow.getNode(node.name)!, data, source: null }] },
	});
	const done = new WorkflowExecute(additionalData(options), 'manual', runData).processRunExecutionData(
		workflow,
	);
	return { done, cancel: () => done.cancel() };
}

/** The items of a run that must succeed. */
export async function items(
	parameters: INodeParameters,
	options: RunOptions = {},
): Promise<INodeExecutionData[]> {
	const result = await run(parameters, options);
	const { error } = result.data.resultData;
	if (error) throw error;
	return result.data.resultData.runData['WhatsApp Kit']![0]!.data!.main![0]!;
}

/** The error of a run that must fail. */
export async function failure(
	parameters: INodeParameters,
	options: RunOptions = {},
): Promise<Error & { description?: string; context: IDataObject }> {
	const { error } = (await run(parameters, options)).data.resultData;
	if (!error) throw new Error('The run did not fail');
	return error as Error & { description?: string; context: IDataObject };
}

export function binaryText(text: string, fileName: string, mimeType: string): IBinaryKeyData {
	return { data: { data: Buffer.from(text).toString('base64'), fileName, mimeType } };
}

function additionalData({ executionId = '42', credential = {} }: RunOptions): IWorkflowExecuteAdditionalData {
	const workflowData = {
		id: 'workflow-1',
		name: 'Test',
		active: false,
		nodes: [],
		connections: {},
	} as unknown as IWorkflowBase;
	return {
		executionId,
		hooks: new ExecutionLifecycleHooks('manual', executionId, workflowData),
		credentialsHelper: {
			getDecrypted: async () => credential,
			isCredentialUsableByNode: () => true,
			getCredentialsProperties: () => [],
			getParentTypes: () => [],
			preAuthentication: async () => undefined,
			// As n8n does with a credential that puts itself into no request.
			authenticate: async (_data: IDataObject, _type: string, request: IHttpRequestOptions) => request,
		},
		webhookWaitingBaseUrl: 'http://localhost/webhook-waiting',
		formWaitingBaseUrl: 'http://localhost/form-waiting',
		instanceBaseUrl: 'http://localhost',
		restApiUrl: 'http://localhost/rest',
		variables: {},
		currentNodeExecutionIndex: 0,
		setExecutionStatus: () => undefined,
		sendDataToUI: () => undefined,
	} as unknown as IWorkflowExecuteAdditionalData;
}
