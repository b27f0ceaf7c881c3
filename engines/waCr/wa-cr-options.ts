import { z } from 'zod';
import { readGatewayOptions, secretField, type GatewayOptions } from '../gateway/gateway-options';
import { apiAddress, waCrAddress } from './api-address';

export interface WaCrOptions extends GatewayOptions {
	readonly token: string;
}

const schema = z.object({ token: secretField('The API token') });

/** Reads credential data; a bare domain gets the path of the API. @throws KitError `invalidInput` naming the field */
export function parseWaCrOptions(credential: unknown): WaCrOptions {
	const options = readGatewayOptions(credential, { schema, title: 'WA.cr API', baseUrl: waCrAddress });
	return { ...options, baseUrl: apiAddress(options.baseUrl) };
}
