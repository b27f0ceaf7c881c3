/** How things are called in Redis. All keys begin with the prefix, in a cluster all of them in one slot. */
export class RedisNames {
	readonly prefix: string;

	constructor(prefix: string) {
		this.prefix = prefix;
	}

	/** Calls for the owner of an account; the number grows when the form of a call changes. */
	calls(accountId: string): string {
		return `calls-1-${harmless(accountId)}`;
	}

	/** Word of queued messages. */
	jobs(accountId: string): string {
		return `jobs-1-${harmless(accountId)}`;
	}

	news(accountId: string): string {
		return `${this.prefix}:news-1:${harmless(accountId)}`;
	}

	answers(processId: string): string {
		return `${this.prefix}:answers-1:${processId}`;
	}
}

/** A queue's name may hold no colon; n8n's ids are letters and digits, ids of other hosts may not be. */
function harmless(id: string): string {
	return id.replace(/[^\w-]/g, (character) => `%${character.codePointAt(0)?.toString(16)}.`);
}
