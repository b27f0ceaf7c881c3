import { NodeOperationError } from 'n8n-workflow';
import type { IDataObject, ITriggerFunctions } from 'n8n-workflow';
import type { EngineId } from '../../engines/engine';
import type { IncomingEventName } from '../../messages/incoming';
import type { EventFilter } from './event-filter';
import { readManners, type MannerSettings } from './read-manners';
import { readSender } from './same-sender';
import { textMatcher, type TextMatcher, type TextOperator } from './text-match';

const mebibyte = 1024 * 1024;

export interface TriggerSettings {
	readonly engine: EngineId;
	readonly filter: EventFilter;
	readonly manners: MannerSettings | undefined;
	readonly includeRaw: boolean;
	/** Absent when nobody wants to hear of the state of the number. */
	readonly sessionState: { readonly patienceMs: number } | undefined;
	readonly download: { readonly property: string; readonly maxBytes: number } | undefined;
}

/**
 * Every parameter of the trigger, read once: an expression can no longer be evaluated when an event arrives
 * later. Throws NodeOperationError for values that only a person can mend.
 */
export function readSettings(context: ITriggerFunctions): TriggerSettings {
	const filters = context.getNodeParameter('filters', {}) as IDataObject;
	const options = context.getNodeParameter('options', {}) as IDataObject;
	const events = context.getNodeParameter('events', ['message', 'choice']) as string[];
	return {
		engine: context.getNodeParameter('engine', 'web') as EngineId,
		filter: {
			events: new Set(events as IncomingEventName[]),
			chats: (filters.chats as EventFilter['chats'] | undefined) ?? 'all',
			ignoreOwn: filters.ignoreOwn !== false,
			senders: readSenders(context, filters.senders),
			matchesText: readTextRule(context, filters.text),
			kinds:
				Array.isArray(filters.kinds) && filters.kinds.length > 0
					? new Set(filters.kinds as string[])
					: undefined,
		},
		manners: readManners(context),
		includeRaw: options.includeRaw === true,
		sessionState: events.includes('sessionState') ? readSessionState(options) : undefined,
		download: options.downloadMedia === true ? readDownload(options) : undefined,
	};
}

function readSenders(context: ITriggerFunctions, value: unknown): string[] | undefined {
	const typed = (Array.isArray(value) ? value : String(value ?? '').split(/[,;\n]/))
		.map(String)
		.filter((part) => part.trim() !== '');
	if (typed.length === 0) return undefined;
	return typed.map((part) => {
		const sender = readSender(part);
		// Left out silently, a typing error would open the workflow to everybody.
		if (sender === undefined)
			throw mistake(context, `'${part.trim()}' in the filter 'Senders' is neither a number nor an ID`);
		return sender;
	});
}

function readTextRule(context: ITriggerFunctions, value: unknown): TextMatcher | undefined {
	const rule = (
		value as { rule?: { operator?: TextOperator; value?: unknown; caseSensitive?: boolean } } | undefined
	)?.rule;
	const wanted = String(rule?.value ?? '');
	if (rule === undefined || wanted === '') return undefined;
	const onTimeout = (): void =>
		context.logger.warn(
			"The text pattern of a WhatsApp trigger took too long on a message; it counts as 'no match'",
			{
				node: context.getNode().name,
			},
		);
	try {
		return textMatcher(
			{ operator: rule.operator ?? 'contains', value: wanted, caseSensitive: rule.caseSensitive === true },
			onTimeout,
		);
	} catch (error) {
		throw new NodeOperationError(
			context.getNode(),
			`The filter 'Text' cannot be used: ${(error as Error).message}`,
			{
				description: 'Correct the pattern, then publish the workflow again.',
			},
		);
	}
}

function readSessionState(options: IDataObject): NonNullable<TriggerSettings['sessionState']> {
	const seconds = Number(options.lostAfterSeconds ?? 60);
	return { patienceMs: Math.min(86_400, Math.max(0, Number.isFinite(seconds) ? seconds : 60)) * 1_000 };
}

function readDownload(options: IDataObject): NonNullable<TriggerSettings['download']> {
	const megabytes = Number(options.maxSizeMb ?? 16);
	return {
		property: String(options.binaryPropertyName ?? '') || 'data',
		maxBytes: Math.round(
			Math.min(100, Math.max(0.1, Number.isFinite(megabytes) ? megabytes : 16)) * mebibyte,
		),
	};
}

function mistake(context: ITriggerFunctions, message: string): NodeOperationError {
	return new NodeOperationError(context.getNode(), message, {
		description:
			'Write numbers with country code, separated by commas, or IDs that end in @lid. Then publish again.',
	});
}
