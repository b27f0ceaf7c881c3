import type { INodeExecutionData } from 'n8n-workflow';
import type { EngineEventEnvelope } from '../../engines/engine';
import type { MessageEvent } from '../../messages/incoming';
import { eventItem, type EventSource } from '../shared/event-item';
import { wants, type EventFilter } from './event-filter';
import type { RunPatience } from '../shared/run-patience';

export interface DeliveryPorts {
	readonly filter: EventFilter;
	readonly source: EventSource;
	/** Adds the engine's own object; making it readable costs time. */
	readonly includeRaw: boolean;
	/** Waits for `start`'s executions, at most `runWaitMs` each. */
	readonly patience: RunPatience;
	/** Fetches the file of a message; absent when the person did not ask for files. */
	download?(event: MessageEvent): Promise<INodeExecutionData['binary']>;
	/** Starts an execution. The promise resolves when it has ended; undefined when n8n cannot tell. */
	start(item: INodeExecutionData, envelope: EngineEventEnvelope): Promise<unknown> | undefined;
}

/**
 * Longest wait for an execution to end, ms. By then n8n has long written it down, and a second start would
 * be refused by its key; a workflow that runs for hours must not keep its event pending for hours.
 */
export const runWaitMs = 60_000;

/**
 * Turns an event into an execution. Resolves when the event is done with: filtered out, or its execution
 * ended (at most `runWaitMs` later). Rejects when n8n did not take it: then it stays pending.
 *
 * Not one async function: hundreds of executions may run, and each waiting frame would hold its whole message.
 */
export function deliverEvent(envelope: EngineEventEnvelope, ports: DeliveryPorts): Promise<void> {
	return begin(envelope, ports).then(({ run }) => run && ports.patience.wait(run));
}

async function begin(
	envelope: EngineEventEnvelope,
	ports: DeliveryPorts,
): Promise<{ readonly run?: Promise<unknown> }> {
	if (!wants(ports.filter, envelope.event)) return {};
	return { run: ports.start(await buildItem(envelope, ports), envelope) };
}

async function buildItem(
	{ event, raw }: EngineEventEnvelope,
	ports: DeliveryPorts,
): Promise<INodeExecutionData> {
	const json = eventItem(ports.includeRaw && raw !== null ? { ...event, raw: raw() } : event, ports.source);
	if (ports.download === undefined || event.event !== 'message' || event.media === undefined) return { json };
	try {
		const binary = await ports.download(event);
		return binary === undefined ? { json } : { json, binary };
	} catch (error) {
		// The message itself is worth more than its file.
		return { json: { ...json, mediaError: error instanceof Error ? error.message : String(error) } };
	}
}
