import './n8n-environment';
import 'reflect-metadata';
import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import { createRunExecutionData, Expression, Workflow } from 'n8n-workflow';
import type {
	IDataObject,
	IHttpRequestOptions,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	IRun,
	IWorkflowBase,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

Expression.setExpressionEngine('legacy');

export interface DeclarativeNode {
	readonly type: INodeType;
	readonly credentialType: string;
	readonly credential: IDataObject;
	readonly items?: readonly INodeExecutionData[];
	readonly onError?: INode['onError'];
}

/** One run of a declarative node by n8n's own executor, with real requests. */
export async function runDeclarative(node: DeclarativeNode, parameters: INodeParameters): Promise<IRun> {
	const { type, credentialType, items = [{ json: {} }], onError } = node;
	const workflow = new Workflow({
		id: 'workflow-1',
		nodes: [
			{
				id: 'node-1',
				name: 'Step',
				type: `n8n-nodes-whatsapp-kit.${type.description.name}`,
				typeVersion: 1,
				position: [0, 0],
				parameters,
				credentials: { [credentialType]: { id: 'credential-1', name: 'Shop' } },
				...(onError && { onError }),
			},
		],
		connections: {},
		active: false,
		nodeTypes: { getByName: () => type, getByNameAndVersion: () => type, getKnownTypes: () => ({}) },
		settings: { executionOrder: 'v1' },
	});
	const runData = createRunExecutionData({
		executionData: {
			nodeExecutionStack: [{ node: workflow.getNode('Step')!, data: { main: [[...items]] }, source: null }],
		},
	});
	return await new WorkflowExecute(additionalData(node), 'manual', runData).processRunExecutionData(workflow);
}

/** What the items of a run that must succeed say. */
export async function declarativeItems(
	node: DeclarativeNode,
	parameters: INodeParameters,
): Promise<readonly IDataObject[]> {
	return (await declarativeOutput(node, parameters)).map(({ json }) => json);
}

/** The items of a run that must succeed. */
export async function declarativeOutput(
	node: DeclarativeNode,
	parameters: INodeParameters,
): Promise<readonly INodeExecutionData[]> {
	const { resultData } = (await runDeclarative(node, parameters)).data;
	if (resultData.error) throw resultData.error;
	return resultData.runData.Step![0]!.data!.main![0]!;
}

/** What a person reads of a run that must fail. */
export async function declarativeFailure(
	node: DeclarativeNode,
	parameters: INodeParameters,
): Promise<{ readonly message: string; readonly description: string }> {
	const { error } = (await runDeclarative(node, parameters)).data.resultData;
	if (!error) throw new Error('The run did not fail');
	return { message: error.message, description: String((error as { description?: unknown }).description) };
}

function additionalData({ credential }: DeclarativeNode): IWorkflowExecuteAdditionalData {
	const workflowData = { id: 'workflow-1', name: 'Test', active: false, nodes: [], connections: {} };
	return {
		executionId: '42',
		hooks: new ExecutionLifecycleHooks('manual', '42', workflowData as unknown as IWorkflowBase),
		credentialsHelper: {
			getDecrypted: async () => await Promise.resolve(credential),
			isCredentialUsableByNode: () => true,
			getCredentialsProperties: () => [],
			getParentTypes: () => [],
			preAuthentication: async () => await Promise.resolve(undefined),
			// As n8n does with a credential that puts itself into no request.
			authenticate: async (_data: IDataObject, _type: string, request: IHttpRequestOptions) =>
				await Promise.resolve(request),
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
