import { NodeOperationError } from 'n8n-workflow';
import type { IDataObject, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { makeSecret } from './webhook-secret';
import type { WebhookSignature } from './webhook-signature';

type Context = Pick<
	IHookFunctions & IWebhookFunctions,
	'getNodeParameter' | 'getWorkflowStaticData' | 'getNode'
>;

/** What a webhook node keeps in its workflow. */
export interface WebhookMemory {
	/** Made at activation, when the node has none of its own. */
	secret?: string;
	/** What is known to stand at the gateway, so that one that is away now is not asked about it. */
	registered?: string;
}

export function memoryOf(context: Context): WebhookMemory {
	return context.getWorkflowStaticData('node') as WebhookMemory;
}

/** Whether a person enters the address at the gateway, and no request does. */
export function isByHand(context: Context): boolean {
	return context.getNodeParameter('registration', 'automatic') === 'byHand';
}

/** The secret of the node, else the one made at activation; undefined before that. */
export function secretOf(context: Context): string | undefined {
	const own = String(context.getNodeParameter('webhookSecret', '') ?? '').trim();
	return own === '' ? memoryOf(context).secret : own;
}

/** As `secretOf`, and makes one when there is none. Throws where a person would have to know it. */
export function secretForAddress(context: Context): string {
	const known = secretOf(context);
	const own = String(context.getNodeParameter('webhookSecret', '') ?? '').trim();
	if (isByHand(context) && own === '') {
		throw new NodeOperationError(context.getNode(), "The field 'Webhook Secret' is empty", {
			description:
				"Whoever enters the address by hand has to know the secret in it. Fill the field, and enter the webhook URL with '?secret=' and the secret behind it.",
		});
	}
	return known ?? (memoryOf(context).secret = makeSecret());
}

/** How deliveries are signed, when the node says that they are. */
export function signatureOf(context: Context): WebhookSignature | undefined {
	const options = context.getNodeParameter('options', {}) as IDataObject;
	const secret = String(options.signatureSecret ?? '').trim();
	const header = String(options.signatureHeader ?? '').trim();
	if (secret === '' && header === '') return undefined;
	if (secret !== '' && header !== '') return { header, secret };
	throw new NodeOperationError(
		context.getNode(),
		"The options 'Signature Header' and 'Signature Secret' belong together",
		{
			description: 'Fill both, or neither.',
		},
	);
}
