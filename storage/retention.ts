const DAY_MS = 24 * 60 * 60 * 1000;

/** How long the store keeps what, ms. Each limit is the longest any reader of it asks for. */
export const retention = {
	/**
	 * Received bodies: "recent messages", waits, and triggers whose workflow was away. A row nobody settled
	 * for a week belongs to a workflow that is not coming back, and people expect their chats not to pile up.
	 */
	inboxBodyMs: 7 * DAY_MS,
	/**
	 * Event ids: WhatsApp delivers again what was not confirmed for up to 30 days after a phone or this n8n
	 * was away; as long as the id is known a workflow does not run twice.
	 */
	inboxRowMs: 30 * DAY_MS,
	/** Sent bodies: contacts' phones ask again for messages they could not read, and vote in polls, for days. */
	sentBodyMs: 7 * DAY_MS,
	/** Idempotency keys and outcomes: n8n retries and resumes waiting executions after weeks. */
	sentRowMs: 30 * DAY_MS,
	/** Jobs that have ended: as long as the keys of direct sends, for it is the same promise. */
	jobRowMs: 30 * DAY_MS,
	/**
	 * Subscribers that were not attached again: as long as the bodies that wait for them. Whoever delivers to
	 * one attaches it again (resuming) now and then.
	 */
	subscriberMs: 7 * DAY_MS,
	/** Times of sends: no limit looks back further than a day. */
	ledgerRowMs: 2 * DAY_MS,
	/** To whom was written at all: somebody not heard of for half a year counts as new again. */
	ledgerHeadMs: 180 * DAY_MS,
	/** Automatic replies: the longest period they are counted in is a year. */
	replyMs: 366 * DAY_MS,
	/** Verifications: people look up later what became of one, and n8n runs an old item again. */
	verificationMs: 30 * DAY_MS,
	/** What counts in their windows: none is longer than a day. */
	verificationMarkMs: 2 * DAY_MS,
	/** Changes that are pending for nobody. */
	verificationChangeMs: DAY_MS,
	/** Listeners that were not attached again, as with subscribers. */
	verificationListenerMs: 7 * DAY_MS,
	/** Waits after their expiry: whoever answers one too late is told so. */
	waitMs: 7 * DAY_MS,
} as const;

/**
 * Rows handled in one transaction of `prune`. n8n's event loop and other processes' writes wait for it: with
 * bodies of 5 kB most batches take well under 1 ms, and those that move the journal into the file as long as
 * the disk takes for it.
 */
export const PRUNE_BATCH_ROWS = 50;
