/**
 * How word of a new job reaches the process that holds the account, where there are several. The jobs themselves lie
 * in the store, and their owner looks there by itself now and then: a bell nobody heard costs half a minute, and
 * one that rings twice costs a look. Implemented by `runtime/redis/`.
 */
export interface JobBell {
	/** Word for the owner of now, or the next one. Never rejects. */
	ring(accountId: string, jobId: string): Promise<void>;
	/** Only for the owner: `onRing` for every bell rung since nobody answered. */
	answer(accountId: string, onRing: () => void): Answering;
}

export interface Answering {
	/** Never rejects; what was not answered is for the next owner. */
	stop(): Promise<void>;
}
