import { KitError } from '../../messages/kit-error';
import type { GatewayParts } from '../gateway/gateway';
import { errorOfStatus, unreachable } from '../gateway/send-outcome';
import { at } from '../gateway/untrusted';
import { waCrError } from './wa-cr-errors';
import type { WaCrOptions } from './wa-cr-options';

export interface ListRequest {
	readonly path: string;
	readonly query: Readonly<Record<string, string | number>> & { readonly per_page: number };
	/** What the token needs. */
	readonly scope: string;
}

/** One page of a list of WA.cr. Rejects with KitError. */
export async function readList(
	{ http, ports }: Pick<GatewayParts<WaCrOptions>, 'http' | 'ports'>,
	{ path, query, scope }: ListRequest,
	signal: AbortSignal,
): Promise<{ readonly list: readonly unknown[]; readonly more: boolean }> {
	const answer = await http.request({ method: 'GET', path, query, signal });
	if (answer.kind !== 'answer') throw unreachable('WA.cr', answer.why);
	const now = ports.clock.now();
	const error = waCrError(answer, { now, scope, shown: (text) => http.shown(text) });
	if (error) throw error;
	if (answer.status >= 300) throw errorOfStatus(answer, { title: 'WA.cr', now });
	const list = listIn(answer.body);
	const more = at(answer.body, 'meta', 'pagination', 'has_more');
	return {
		list,
		more: list.length > 0 && (typeof more === 'boolean' ? more : list.length >= query.per_page),
	};
}

function listIn(body: unknown): readonly unknown[] {
	for (const place of [at(body, 'data'), at(body, 'data', 'data'), body]) {
		if (Array.isArray(place)) return place as unknown[];
	}
	throw new KitError({
		code: 'refused',
		reason: 'noList',
		what: 'WA.cr did not answer with a list.',
		next: 'Nothing was left out: it is asked again the next time.',
	});
}
