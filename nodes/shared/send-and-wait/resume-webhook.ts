import type { IWebhookDescription } from 'n8n-workflow';

/** n8n looks for exactly this value: by it the resume address is signed and the node is offered for human review. */
export const SEND_AND_WAIT = 'sendAndWait';

export const waitingTooltip = '=Execution continues when the person has answered on WhatsApp';

/** Where this kit tells a sleeping execution to go on; no other address of n8n is involved. Fresh at every call. */
export function resumeWebhooks(): IWebhookDescription[] {
	return [
		{
			name: 'default',
			httpMethod: 'POST',
			responseMode: 'onReceived',
			responseData: '',
			path: '={{ $nodeId }}',
			restartWebhook: true,
			isFullPath: true,
		},
	];
}

/** The address is there while an execution sleeps, and n8n makes it by itself. */
export const nothingToRegister = {
	checkExists: async (): Promise<boolean> => true,
	create: async (): Promise<boolean> => true,
	delete: async (): Promise<boolean> => true,
};
