import { z } from 'zod';
import { KitError } from '../../messages/kit-error';
import { readGatewayAddress } from './gateway-address';

/** What every gateway's credential has. */
export interface GatewayOptions {
	/** Without a slash at its end. */
	readonly baseUrl: string;
	readonly allowPrivate: boolean;
}

/** A secret as people paste it: with a line end behind it, or with nothing in it. */
export function secretField(name: string): z.ZodType<string> {
	return z
		.string({ error: `${name} is missing` })
		.trim()
		.min(1, `${name} is empty`)
		.max(4_096, `${name} is longer than 4096 characters`);
}

/**
 * Reads credential data with the gateway's own schema, and the address beside it.
 *
 * @throws KitError `invalidInput` naming the field, never what was given: it may be a secret in the wrong place
 */
export function readGatewayOptions<Own>(
	credential: unknown,
	{
		schema,
		title,
		baseUrl,
	}: { readonly schema: z.ZodType<Own>; readonly title: string; readonly baseUrl: string },
): Own & GatewayOptions {
	const data = (credential ?? {}) as Record<string, unknown>;
	const parsed = schema.safeParse(data);
	if (!parsed.success) {
		const first = parsed.error.issues[0];
		throw new KitError({
			code: 'invalidInput',
			what: `The credential field "${first?.path.join('.') ?? ''}" is not usable.`,
			why: first?.message,
			next: `Correct the field in the credential "${title}" and save it.`,
		});
	}
	const given = typeof data.baseUrl === 'string' && data.baseUrl.trim() !== '' ? data.baseUrl : baseUrl;
	const allowPrivate = data.allowPrivateAddress === true;
	return { ...parsed.data, baseUrl: readGatewayAddress(given, allowPrivate), allowPrivate };
}
