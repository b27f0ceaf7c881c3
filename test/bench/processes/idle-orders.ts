/** What a process does that only holds accounts. Says `qr` with the account's number while linking. */
export interface IdleOrders {
	/** Links new accounts and keeps their sessions; `owners` are digits. */
	link(request: { readonly url: string; readonly owners: readonly string[] }): Promise<void>;
	/** Opens every account kept before, each with one who listens. Resolves when all are open. */
	open(request: { readonly url: string; readonly owners: readonly string[] }): Promise<void>;
	/** Resident memory after collecting garbage, bytes. */
	memory(): Promise<number>;
}

export type IdleHandlers = { readonly [K in keyof IdleOrders]: IdleOrders[K] };
