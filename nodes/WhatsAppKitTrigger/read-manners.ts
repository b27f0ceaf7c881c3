import { NodeOperationError } from 'n8n-workflow';
import type { IDataObject, ITriggerFunctions } from 'n8n-workflow';
import { isTimeZone } from '../../sessions/governor/active-hours';
import type {
	DebounceManner,
	HoursManner,
	Manners,
	ReplyManner,
	WordsManner,
} from '../../sessions/manners/manners';

export type MannerSettings = Omit<Manners, 'hears'>;

type Refuse = (message: string) => NodeOperationError;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** The collection `manners`; undefined when nothing was added. Throws NodeOperationError for what cannot be used. */
export function readManners(context: ITriggerFunctions): MannerSettings | undefined {
	const given = context.getNodeParameter('manners', {}) as IDataObject;
	if (Object.keys(given).length === 0) return undefined;
	const refuse: Refuse = (message) =>
		new NodeOperationError(context.getNode(), message, {
			description: "Correct it under 'Manners', then publish the workflow again.",
		});
	return {
		hours: readHours(entry(given.activeHours, 'hours'), context, refuse),
		defaultMessage: readReply(entry(given.defaultMessage, 'message'), 'text', refuse),
		replyToGroups: typeof given.replyToGroups === 'boolean' ? given.replyToGroups : undefined,
		debounce: readDebounce(given, refuse),
		humanPauseMs: positive(given.humanPauseMinutes, MINUTE_MS, 'Pause After Human Answer', refuse),
		words: readWords(entry(given.optOut, 'words'), refuse),
		// 0 means everything.
		maxAgeMs: positive(given.maxAgeMinutes || undefined, MINUTE_MS, 'Maximum Age', refuse),
	};
}

function readHours(
	hours: IDataObject | undefined,
	context: ITriggerFunctions,
	refuse: Refuse,
): HoursManner | undefined {
	if (hours === undefined) return undefined;
	const days = (Array.isArray(hours.days) ? hours.days : [1, 2, 3, 4, 5]).map(Number);
	if (days.length === 0 || days.some((day) => !(day >= 1 && day <= 7)))
		throw refuse("'Active Hours' need at least one day");
	const timeZone = text(hours.timeZone) || context.getTimezone();
	if (!isTimeZone(timeZone)) throw refuse(`'${timeZone}' in 'Active Hours' is no time zone`);
	const toMinute = minuteOf(hours.to ?? '18:00', refuse);
	return {
		active: {
			days,
			fromMinute: minuteOf(hours.from ?? '09:00', refuse) % 1_440,
			// Midnight as an end is the end of the day.
			toMinute: toMinute === 0 ? 1_440 : toMinute,
			timeZone,
		},
		reply: readReply(hours, 'reply', refuse),
		emit: hours.emitOutside === true,
	};
}

function minuteOf(value: unknown, refuse: Refuse): number {
	const [, hour, minute] = /^(\d{1,2}):(\d{2})$/.exec(text(value)) ?? [];
	const minutes = Number(hour) * 60 + Number(minute);
	if (hour === undefined || Number(minute) > 59 || minutes > 1_440)
		throw refuse(`'${text(value)}' in 'Active Hours' is no time of day like 09:00`);
	return minutes;
}

function readReply(values: IDataObject | undefined, name: string, refuse: Refuse): ReplyManner | undefined {
	const said = text(values?.[name]);
	if (said === '') return undefined;
	const everyMs = positive(values?.everyHours ?? 24, HOUR_MS, 'At Most Every (Hours)', refuse);
	return { text: said, everyMs: everyMs ?? 24 * HOUR_MS };
}

function readDebounce(given: IDataObject, refuse: Refuse): DebounceManner | undefined {
	const quietMs = positive(given.debounceSeconds, 1_000, 'Merge Bursts: Pause', refuse);
	if (quietMs === undefined) return undefined;
	const longestMs = positive(given.debounceMaxSeconds ?? 60, 1_000, 'Merge Bursts: Longest', refuse);
	return { quietMs, longestMs: Math.max(quietMs, longestMs ?? 60_000) };
}

function readWords(values: IDataObject | undefined, refuse: Refuse): WordsManner | undefined {
	if (values === undefined) return undefined;
	const stop = wordsIn(values.stopWords ?? 'STOP');
	if (stop.length === 0) throw refuse("'Opt-Out Words' need at least one stop word");
	return {
		stop,
		start: wordsIn(values.startWords ?? 'START'),
		stopReply: text(values.stopReply) || undefined,
		startReply: text(values.startReply) || undefined,
		emit: values.emitWords === true,
	};
}

function wordsIn(value: unknown): string[] {
	const parts = Array.isArray(value) ? value.map(String) : text(value).split(/[,;\n]/);
	return parts.map((word) => word.trim()).filter((word) => word !== '');
}

/** A number above 0 in ms; undefined when the field was not added. */
function positive(value: unknown, unitMs: number, field: string, refuse: Refuse): number | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	const number = Number(value);
	if (!Number.isFinite(number) || number <= 0) throw refuse(`'${field}' must be a number above 0`);
	return Math.round(number * unitMs);
}

function entry(value: unknown, name: string): IDataObject | undefined {
	const found = (value as Record<string, unknown> | undefined)?.[name];
	return typeof found === 'object' && found !== null ? (found as IDataObject) : undefined;
}

function text(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}
