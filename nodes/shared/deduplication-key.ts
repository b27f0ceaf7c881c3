import { createHash } from 'node:crypto';

/** Width of n8n's column, characters. */
const maxKeyLength = 255;

/** n8n starts at most one execution per key, in the whole instance: hence workflow and node in front. */
export function deduplicationKey(workflowId: string, nodeId: string, eventId: string): string {
	const key = `${workflowId}:${nodeId}:${eventId}`;
	if (key.length <= maxKeyLength) return key;
	return `${workflowId}:${nodeId}:${createHash('sha256').update(eventId).digest('hex')}`;
}
