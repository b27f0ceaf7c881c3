import { z } from 'zod';
import { readGatewayOptions, secretField, type GatewayOptions } from '../gateway/gateway-options';

export interface WhatsAuthOptions extends GatewayOptions {
	/** Of one application in the console of WhatsAuth. */
	readonly token: string;
	/** What a callback carries in its address to prove that WhatsAuth made it; empty when none was set. */
	readonly callbackSecret: string;
}

/** Callbacks have no signature: a secret that can be found by trying would prove any number to anybody. */
const SHORTEST_SECRET = 16;

const schema = z.object({
	token: secretField('The API token'),
	callbackSecret: z
		.string()
		.trim()
		.max(500, 'The callback secret has more than 500 characters')
		.refine(
			(secret) => secret === '' || secret.length >= SHORTEST_SECRET,
			`The callback secret has fewer than ${SHORTEST_SECRET} characters`,
		)
		.default(''),
});

/** Reads credential data. @throws KitError `invalidInput` naming the field */
export function parseWhatsAuthOptions(credential: unknown): WhatsAuthOptions {
	return readGatewayOptions(credential, {
		schema,
		title: 'WhatsAuth API',
		baseUrl: 'https://whatsauth.me',
	});
}
