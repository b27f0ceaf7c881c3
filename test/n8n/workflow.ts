/** What the tests say of a workflow; n8n fills in the rest. */
export interface WorkflowNode {
	name: string;
	type: string;
	typeVersion?: number;
	parameters?: Record<string, unknown>;
	credentials?: Record<string, { id: string; name: string }>;
	/** "Retry On Fail" in the node's settings. */
	retryOnFail?: boolean;
	maxTries?: number;
	/** Between two tries, ms. */
	waitBetweenTries?: number;
	/** Of a webhook: makes its path a path of its own. */
	webhookId?: string;
	/** "On Error" in the node's settings. @default stopWorkflow */
	onError?: 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';
}

export interface Workflow {
	name: string;
	nodes: WorkflowNode[];
	/** @default the nodes one after the other, each feeding the next */
	connections?: Record<string, unknown>;
}

export const packageName = 'n8n-nodes-whatsapp-kit';
export const kitNode = `${packageName}.whatsAppKit`;
export const kitTrigger = `${packageName}.whatsAppKitTrigger`;
export const verifyNode = `${packageName}.whatsAppVerify`;
export const verifyTrigger = `${packageName}.whatsAppVerifyTrigger`;
export const waaBotNode = `${packageName}.waaBot`;
export const waaBotTrigger = `${packageName}.waaBotTrigger`;
export const wawpNode = `${packageName}.wawp`;
export const wawpTrigger = `${packageName}.wawpTrigger`;
export const waCrNode = `${packageName}.waCr`;
export const waCrTrigger = `${packageName}.waCrTrigger`;
export const whatsAuthTrigger = `${packageName}.whatsAuthTrigger`;
export const manualTrigger = 'n8n-nodes-base.manualTrigger';

/** As n8n's REST interface takes it: the nodes one after the other, each feeding the next. */
export function asRequest({ name, nodes, connections }: Workflow): Record<string, unknown> {
	const inARow = Object.fromEntries(
		nodes.slice(1).map((node, index) => {
			const link = { node: node.name, type: 'main', index: 0 };
			return [nodes[index]!.name, { main: [[link]] }];
		}),
	);
	const placed = nodes.map((node, index) => ({
		id: `00000000-0000-4000-8000-${String(index + 1).padStart(12, '0')}`,
		typeVersion: 1,
		position: [index * 260, 0],
		parameters: {},
		...node,
	}));
	const wired = connections ?? inARow;
	return { name, nodes: placed, connections: wired, settings: { executionOrder: 'v1' }, active: false };
}
