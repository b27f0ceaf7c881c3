/** Why a socket ended, as far as the client library told. */
export interface CloseReason {
	/** The library's status code, or a WebSocket close code (1000 to 4999); undefined when there is none. */
	readonly code: number | undefined;
	/** The library's words. For telling cases apart and for logs, not for people. */
	readonly message: string;
	/**
	 * The failure happened below WhatsApp: name service, TCP, TLS, a proxy. Its code then means nothing: the
	 * library takes over the HTTP status of a failed upgrade, so a proxy's 401 looks like a logout.
	 */
	readonly network: boolean;
	/** `ECONNREFUSED` and the like. */
	readonly systemCode: string | undefined;
	/** Attributes of the server's failure node. */
	readonly attributes: Readonly<Record<string, unknown>>;
}

interface BoomLike {
	readonly message?: unknown;
	readonly code?: unknown;
	readonly data?: unknown;
	readonly output?: { readonly statusCode?: unknown };
}

/** Reads anything that was thrown or emitted: library errors, plain errors, bare numbers, nothing. */
export function closeReason(error: unknown): CloseReason {
	if (typeof error === 'number') return reason({ code: error, message: `WebSocket closed with ${error}` });
	if (typeof error === 'string') return reason({ message: error });
	if (typeof error !== 'object' || error === null) return reason({});
	const { message, code, data, output } = error as BoomLike;
	const text = typeof message === 'string' ? message : '';
	const statusCode = typeof output?.statusCode === 'number' ? output.statusCode : undefined;
	const inner = typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : {};
	const systemCode = [code, inner.code].find(
		(value) => typeof value === 'string' && /^[A-Z][A-Z0-9_]+$/.test(value),
	);
	return reason({
		code: statusCode,
		message: text,
		network: text.startsWith('WebSocket Error') || (statusCode === undefined && systemCode !== undefined),
		systemCode: systemCode as string | undefined,
		attributes:
			typeof inner.attrs === 'object' && inner.attrs !== null
				? (inner.attrs as Record<string, unknown>)
				: inner,
	});
}

function reason(known: Partial<CloseReason>): CloseReason {
	return { code: undefined, message: '', network: false, systemCode: undefined, attributes: {}, ...known };
}
