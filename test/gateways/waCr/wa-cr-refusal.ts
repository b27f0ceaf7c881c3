import type { SimulatedAnswer } from '../simulated-gateway';

/** Where an answer has its code: the documents leave it open, so all of them are simulated. */
export const refusalLayouts = ['nested', 'errorCode', 'flat'] as const;
export type RefusalLayout = (typeof refusalLayouts)[number];

export interface WaCrRefusal {
	readonly status: number;
	readonly code: string;
	readonly message: string;
	readonly details?: Readonly<Record<string, unknown>>;
}

/** Thrown inside the simulator, answered by it. */
export class RefusedRequest extends Error {
	constructor(readonly refusal: WaCrRefusal) {
		super(refusal.message);
	}
}

export function refusalAnswer(layout: RefusalLayout, refusal: WaCrRefusal): SimulatedAnswer {
	const { status, code, message, details } = refusal;
	const meta = { request_id: '00000000-0000-4000-8000-000000000000' };
	const told = details === undefined ? {} : { details };
	switch (layout) {
		case 'nested':
			return { status, body: { success: false, error: { code, message, ...told }, meta } };
		case 'errorCode':
			return { status, body: { success: false, error_code: code, message, ...told, meta } };
		case 'flat':
			return { status, body: { success: false, code, message, ...details } };
	}
}

/** A request in which fields are wrong: the sentence of the first, and those of all by field. */
export function invalid(errors: Readonly<Record<string, readonly string[]>>): RefusedRequest {
	const [first] = Object.values(errors);
	return new RefusedRequest({
		status: 422,
		code: 'VALIDATION_ERROR',
		message: first?.[0] ?? 'The request is not valid',
		details: { errors },
	});
}
