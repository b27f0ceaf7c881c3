import { z } from 'zod';
import { readGatewayOptions, secretField, type GatewayOptions } from '../gateway/gateway-options';

export interface WawpOptions extends GatewayOptions {
	readonly instanceId: string;
	readonly accessToken: string;
	/** Where the two travel. */
	readonly placement: 'query' | 'header' | 'body';
}

const schema = z.object({
	instanceId: secretField('The instance ID'),
	accessToken: secretField('The access token'),
	placement: z.enum(['query', 'header', 'body']).default('query'),
});

/** Reads credential data. @throws KitError `invalidInput` naming the field */
export function parseWawpOptions(credential: unknown): WawpOptions {
	return readGatewayOptions(credential, { schema, title: 'Wawp API', baseUrl: 'https://api.wawp.net' });
}
