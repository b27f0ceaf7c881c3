import type { IDataObject } from 'n8n-workflow';
import type { EventSource } from '../shared/event-item';
import type { SessionStateChange } from './session-state-watch';

/** The item of a change, under the fixed names; times as in every other event. */
export function sessionStateItem(change: SessionStateChange, source: EventSource): IDataObject {
	const { state, previous, reason, text, next, since } = change;
	return {
		event: 'sessionState',
		account: source.account,
		engine: source.engine,
		state,
		previous,
		reason,
		text,
		next,
		since: new Date(since).toISOString(),
	};
}

/** The same change told twice starts one execution. */
export function sessionStateId({ state, since }: SessionStateChange): string {
	return `sessionState:${state}|${since}`;
}
