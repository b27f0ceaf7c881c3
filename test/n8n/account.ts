import type { CredentialReference } from './n8n-client';
import { readQr } from './read-qr';
import type { RealN8n } from './real-n8n';
import { waitUntil } from './wait-until';
import { kitNode, manualTrigger, verifyNode } from './workflow';
import type { WorkflowNode } from './workflow';

export const credentialType = 'whatsAppWebApi';

/** Of credentials whose suites send faster than any number should. */
export const unlimited = { limitsPreset: 'unlimited' };

/** The node "WhatsApp Kit" on that account. */
export function kit(name: string, credential: CredentialReference, parameters: object): WorkflowNode {
	return {
		name,
		type: kitNode,
		parameters: { engine: 'web', ...parameters },
		credentials: { [credentialType]: credential },
	};
}

/** The node "WhatsApp Verify" on that account. A failure is an item. */
export function verify(name: string, credential: CredentialReference, parameters: object): WorkflowNode {
	return {
		name,
		type: verifyNode,
		parameters: { engine: 'web', ...parameters },
		credentials: { [credentialType]: credential },
		onError: 'continueRegularOutput',
	};
}

/** Makes a credential and links the phone to it. */
export async function linkAccount(
	n8n: RealN8n,
	name: string,
	phone: ReturnType<RealN8n['whatsApp']['addPhone']>,
	data: object = unlimited,
): Promise<CredentialReference> {
	const credential = await n8n.client.createCredential(name, credentialType, data);
	const linking = await createLinkWorkflow(n8n, credential);
	const { qr } = await runLink(n8n, linking);
	await phone.scan(qr!);
	await waitUntil(`${name} is linked`, async () => {
		const { json } = await runLink(n8n, linking);
		return json.linked === true;
	});
	return credential;
}

/** A workflow that links the account when it is run; gives its id. */
export async function createLinkWorkflow(n8n: RealN8n, credential: CredentialReference): Promise<string> {
	const nodes = [
		{ name: 'Start', type: manualTrigger },
		kit('Link', credential, { resource: 'session', operation: 'link' }),
	];
	return await n8n.client.createWorkflow({ name: `Link ${credential.name}`, nodes });
}

/** Runs it once; gives the items of the node, and the text of the QR code where one was shown. */
export async function runLink(n8n: RealN8n, workflowId: string) {
	const execution = await n8n.client.runManually(workflowId, 'Start');
	if (execution.error) throw new Error(`Linking failed: ${JSON.stringify(execution.error)}`);
	const item = execution.items.Link?.[0];
	const picture = item?.binary?.qr;
	const qr = picture ? readQr(await n8n.client.file(picture)) : undefined;
	return { json: item?.json ?? {}, picture, qr };
}
