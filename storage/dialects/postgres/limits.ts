/**
 * Upper bounds of every wait on the server, ms. Chosen so that a lease (15 s) can be taken over while one
 * process is frozen in the middle of a transaction, and so that nothing in n8n hangs on a server that is gone.
 */
export const limits = {
	/** For one answer of a server that took the question: beyond it the connection is given up. */
	answerMs: 10_000,
	/** The server's own limit for a statement, so that it does not go on working for nobody. */
	statementMs: 9_000,
	/** For other writers of the same scope, counted by the server. */
	lockMs: 8_000,
	/** A process that stands still in a transaction (frozen, swapped out) loses it, and with it the lock. */
	idleInTransactionMs: 5_000,
	/** Between two attempts to reach a server that is gone; doubled each time. */
	firstPauseMs: 50,
	longestPauseMs: 1_000,
	/** For one step of the schema, or another process that is making it. */
	migrationMs: 60_000,
	/** For transactions that still run when the store is closed. */
	closingMs: 5_000,
} as const;
