import { randomUUID } from 'node:crypto';
import type { IRun, ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';
import type { MessageEvent } from '../../messages/incoming';
import type { Clock } from '../../messages/ports';
import type { AccountConfig } from '../../runtime/kit';
import type { Manners } from '../../sessions/manners/manners';
import { readAccount } from '../shared/account';
import { loadKit } from '../shared/load-kit';
import { toNodeError } from '../shared/node-error';
import { deduplicationKey } from '../shared/deduplication-key';
import { CredentialWatch } from './credential-watch';
import { deliverEvent, runWaitMs, type DeliveryPorts } from './deliver-event';
import { wants } from './event-filter';
import { Listener } from './listener';
import { RunPatience } from '../shared/run-patience';
import { sessionStateId, sessionStateItem } from './session-state-item';
import { SessionStateWatch } from './session-state-watch';
import { readSettings, type TriggerSettings } from './trigger-settings';

/** Longest time for the file of one message, ms. */
const downloadTimeMs = 120_000;

/**
 * Starts listening and returns at once; connecting happens behind. Throws only what a person has to mend in
 * the node (a filter, a missing credential).
 */
export async function listen(context: ITriggerFunctions, clock: Clock): Promise<ITriggerResponse> {
	const settings = readSettings(context);
	const account = await readAccount(context, settings.engine);
	const manual = context.getMode() === 'manual';
	const nodeId = context.getNode().id;
	const workflowId = context.getWorkflow().id ?? '';
	const delivery = deliveryPorts(
		context,
		{ settings, account, clock, manual, workflowId, nodeId },
		() => listener,
	);
	const watch =
		settings.sessionState &&
		stateWatch(context, settings.sessionState, { clock, source: delivery.source, manual });
	const listener: Listener = new Listener(
		{
			id: manual ? `manual:${nodeId}:${randomUUID()}` : `${workflowId}:${nodeId}`,
			// A test hears what happens now. The published workflow beside it keeps hearing everything.
			durable: !manual,
			raw: settings.includeRaw,
			resume: !manual && context.getActivationMode() !== 'activate',
			deliver: (envelope) => deliverEvent(envelope, delivery),
			manners: manual ? undefined : mannersOf(settings),
			onState: watch && ((state) => watch.see(state)),
		},
		{
			clock,
			logger: context.logger,
			acquire: async () =>
				await loadKit({ logger: context.logger }).acquire(await freshAccount(context, account)),
			// Somebody is watching a test: tell them instead of the log alone.
			onFailure: manual ? (error) => context.emitError(toNodeError(context.getNode(), error)) : undefined,
		},
	);
	// n8n puts the real `emit` in place after this function has returned.
	setImmediate(() => void listener.run());
	const edits = manual ? undefined : credentialWatch(context, account, clock);
	void edits?.run();
	return {
		closeFunction: async () => {
			listener.close();
			edits?.close();
			watch?.close();
		},
		// Awaited by n8n before it waits for the first event, so it must end by itself.
		manualTriggerFunction: async () => undefined,
	};
}

interface Listening {
	readonly settings: TriggerSettings;
	readonly account: AccountConfig;
	readonly clock: Clock;
	readonly manual: boolean;
	readonly workflowId: string;
	readonly nodeId: string;
}

function deliveryPorts(
	context: ITriggerFunctions,
	listening: Listening,
	listener: () => Listener,
): DeliveryPorts {
	const { settings, account, clock, manual, workflowId, nodeId } = listening;
	// n8n's second engine refuses promises from a trigger.
	const tellsEnd = !manual && context.getWorkflowSettings?.().engineType !== 'v2';
	return {
		filter: settings.filter,
		source: { account: account.name, engine: account.engine },
		includeRaw: settings.includeRaw,
		patience: new RunPatience(clock, runWaitMs),
		download: settings.download && (async (event) => await download(context, settings, event, listener())),
		start(item, envelope) {
			if (manual) {
				context.emit([[item]]);
				return undefined;
			}
			const done = tellsEnd ? context.helpers.createDeferredPromise<IRun>() : undefined;
			context.emit([[item]], undefined, done, deduplicationKey(workflowId, nodeId, envelope.id));
			return done?.promise;
		},
	};
}

/** Automatic replies are for what the workflow hears. */
function mannersOf({ manners, filter }: TriggerSettings): Manners | undefined {
	return manners && { ...manners, hears: (event) => wants(filter, event) };
}

function stateWatch(
	context: ITriggerFunctions,
	{ patienceMs }: NonNullable<TriggerSettings['sessionState']>,
	{ clock, source, manual }: Pick<Listening, 'clock' | 'manual'> & Pick<DeliveryPorts, 'source'>,
): SessionStateWatch {
	const workflowId = context.getWorkflow().id ?? '';
	const nodeId = context.getNode().id;
	return new SessionStateWatch({
		clock,
		patienceMs,
		tell(change) {
			const item = { json: sessionStateItem(change, source) };
			const key = deduplicationKey(workflowId, nodeId, sessionStateId(change));
			try {
				if (manual) context.emit([[item]]);
				else context.emit([[item]], undefined, undefined, key);
			} catch (error) {
				// The connection must not hear that n8n did not take it.
				context.logger.warn('The state of a WhatsApp number could not be told to a workflow', {
					state: change.state,
					error: String(error),
				});
			}
		},
	});
}

async function download(
	context: ITriggerFunctions,
	{ download: wanted }: TriggerSettings,
	event: MessageEvent,
	{ session }: Listener,
) {
	if (wanted === undefined || event.media === undefined || session === undefined) return undefined;
	const file = await session.downloadMedia({
		reference: event.media.reference,
		maxBytes: wanted.maxBytes,
		signal: AbortSignal.timeout(downloadTimeMs),
	});
	const data = await context.helpers.prepareBinaryData(
		Buffer.from(file.data),
		file.fileName ?? undefined,
		file.mimeType,
	);
	return { [wanted.property]: data };
}

function credentialWatch(context: ITriggerFunctions, account: AccountConfig, clock: Clock): CredentialWatch {
	const { logger } = context;
	return new CredentialWatch(account, {
		clock,
		logger,
		read: async () => await readAccount(context, account.engine),
		acquire: async (edited) => await loadKit({ logger }).acquire(edited),
	});
}

/**
 * The credential as it is now: n8n does not restart a trigger when its credential is edited. It may refuse
 * to resolve expressions this late; what it said at the start serves then.
 */
async function freshAccount(context: ITriggerFunctions, atStart: AccountConfig): Promise<AccountConfig> {
	try {
		return await readAccount(context, atStart.engine);
	} catch {
		return atStart;
	}
}
