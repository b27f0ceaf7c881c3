import type { EngineEventEnvelope } from '../../engines/engine';

/**
 * How long ago somebody wrote this, ms, when it comes late; 0 for what comes as it is written. The phone's clock
 * is asked only of what the server had kept: a clock that is wrong must not silence a chat that is going on.
 */
export function lateness({ event, replayOf }: EngineEventEnvelope, now: number): number {
	const kept = (event.event === 'message' || event.event === 'choice') && event.offline;
	if (kept) return Math.max(0, now - event.timestamp);
	return replayOf === undefined ? 0 : Math.max(0, now - replayOf);
}
