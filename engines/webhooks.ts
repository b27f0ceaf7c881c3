/** An address the other side delivers events to. */
export interface Webhook {
	/** With what proves that a delivery is meant for us. Ours is known by its part before the query. */
	readonly url: string;
	/** Names of the other side. */
	readonly events: readonly string[];
}

/**
 * The addresses an account delivers to; those of others are never changed. Methods reject with KitError: `refused`
 * with the reason `subscription_required` where the plan does not include it. One at a time per account: the other
 * side keeps a whole list, and two changes at once would lose one.
 */
export interface Webhooks {
	/** Whether it is there, with exactly this address and these events. */
	has(webhook: Webhook, signal: AbortSignal): Promise<boolean>;
	/** Adds it, or puts it in the place of ours that was there before. */
	add(webhook: Webhook, signal: AbortSignal): Promise<void>;
	/** Nothing happens when it is not there. */
	remove(url: string, signal: AbortSignal): Promise<void>;
}

export interface OpenedWebhooks extends Webhooks {
	close(): void;
}
