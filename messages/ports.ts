/**
 * What comes in from outside everywhere: time, randomness, logging. Handed in so that tests need neither
 * sleeping nor luck, and so that n8n's own logger decides level and format.
 */
export interface Clock {
	/** Epoch ms. */
	now(): number;
	/** Resolves after `ms` (0 or more), rejects with `signal.reason` when aborted first. Leaves no timer behind. */
	sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface Random {
	/** Uniform in [0, 1). Not for secrets. */
	unit(): number;
	/** Cryptographically strong bytes. */
	bytes(length: number): Uint8Array;
}

export interface Logger {
	debug(message: string, details?: Record<string, unknown>): void;
	info(message: string, details?: Record<string, unknown>): void;
	warn(message: string, details?: Record<string, unknown>): void;
	error(message: string, details?: Record<string, unknown>): void;
}

/** Takes a listener off again. Calling it twice is harmless. */
export type Unsubscribe = () => void;
