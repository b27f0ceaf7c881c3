/** Tells n8n at the address of a sleeping execution that it may go on. */
export interface ResumeRequest {
	/** As the process that asked knew it. */
	readonly resumeUrl: string;
	readonly waitId: string;
	readonly proof: string;
	readonly signal: AbortSignal;
}

/**
 * `resumed`: it goes on. `over`: nobody sleeps there any more. Rejects when it has to be tried again: n8n is away,
 * or has not yet written down that the execution sleeps.
 */
export type Resume = (request: ResumeRequest) => Promise<'resumed' | 'over'>;

/** The body of such a call, and of a good answer to it. */
export interface ResumeBody {
	readonly wait: string;
	readonly proof: string;
}
