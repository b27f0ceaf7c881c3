import type { SimulatedAnswer, SimulatedRequest } from '../simulated-gateway';
import type { Fields } from './field-rules';
import { RefusedRequest } from './wa-cr-refusal';

export interface RouteCall {
	readonly request: SimulatedRequest;
	/** Members of the JSON body. */
	readonly fields: Fields;
	/** What stood in the path. */
	readonly id: string;
	/** Epoch ms. */
	readonly now: number;
}

export interface SimulatedRoute {
	readonly method: string;
	/** Its first group is the id. */
	readonly path: RegExp;
	readonly scope: string;
	/** What `data` is; or the whole answer. */
	handle(call: RouteCall): { readonly data: unknown } | { readonly answer: SimulatedAnswer };
}

export function notFound(what: string): RefusedRequest {
	return new RefusedRequest({ status: 404, code: 'NOT_FOUND', message: `${what} not found` });
}
