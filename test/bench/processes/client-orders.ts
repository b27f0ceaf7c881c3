/** What was measured while one batch ran. */
export interface Batch {
	/** Of each message, ms. */
	readonly latencies: readonly number[];
	/** From the first to the last, ms. */
	readonly elapsedMs: number;
	/** CPU time of the client's process, ms. */
	readonly cpuMs: number;
}

export interface ReceivedBatch {
	readonly arrivals: readonly { readonly id: string; readonly at: number }[];
	readonly cpuMs: number;
}

/** What both sides do when told: the bare client library and the kit behind n8n's nodes. */
export interface ClientOrders {
	/** Says `qr` when there is a code to scan; resolves when linked and open. */
	link(request: { readonly url: string }): Promise<void>;
	/** One after the other, each with its acknowledgement by the server. */
	sendOneByOne(request: Sending): Promise<Batch>;
	/** `width` at a time, begun in one tick. */
	sendAtOnce(request: Sending & { readonly width: number }): Promise<Batch>;
	/** From now on arrivals are counted. */
	expect(request: Expecting): void;
	/** Resolves once as many came as were expected, or with what came in time. */
	received(request: { readonly withinMs: number }): Promise<ReceivedBatch>;
	/** Writes a CPU profile of what runs until `endProfile`. */
	beginProfile(): Promise<void>;
	endProfile(path: string): Promise<void>;
}

export interface Expecting {
	readonly count: number;
	/** Says `arrived` for each message, after its time was taken. */
	readonly tellEach?: boolean;
}

export interface Sending {
	/** Digits. */
	readonly to: string;
	readonly texts: readonly string[];
}

export type ClientHandlers = { readonly [K in keyof ClientOrders]: ClientOrders[K] };
