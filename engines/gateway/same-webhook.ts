/** Whether two addresses are one of ours: the same up to the query, in which the secret travels. */
export function sameWebhook(one: string, other: string): boolean {
	return withoutQuery(one) === withoutQuery(other);
}

function withoutQuery(address: string): string {
	if (!URL.canParse(address)) return address;
	const { origin, pathname } = new URL(address);
	return origin + pathname;
}
