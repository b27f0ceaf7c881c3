import { z } from 'zod';
import { KitError } from '../../messages/kit-error';
import { isTimeZone, type ActiveHours } from './active-hours';
import { PRESETS, type LimitPolicy } from './limit-policy';

/** Bounds of the credential's own numbers: smallest, largest, and what is counted. */
export const LIMIT_BOUNDS = {
	perMinute: { min: 1, max: 1_000, unit: 'messages' },
	perHour: { min: 1, max: 60_000, unit: 'messages' },
	perDay: { min: 1, max: 1_000_000, unit: 'messages' },
	newChatsPerDay: { min: 1, max: 100_000, unit: 'chats' },
	gapSeconds: { min: 0, max: 3_600, unit: 'seconds' },
	gapJitterPercent: { min: 0, max: 100, unit: 'percent' },
	perRecipientGapSeconds: { min: 0, max: 86_400, unit: 'seconds' },
	verificationCooldownSeconds: { min: 30, max: 86_400, unit: 'seconds' },
	warmUpDays: { min: 0, max: 365, unit: 'days' },
	restrictionHours: { min: 0, max: 720, unit: 'hours' },
} as const;

type NumberName = keyof typeof LIMIT_BOUNDS;

const WHOLE: ReadonlySet<NumberName> = new Set([
	'perMinute',
	'perHour',
	'perDay',
	'newChatsPerDay',
	'warmUpDays',
]);

const TIME = /^([01]?\d|2[0-3]):([0-5]\d)$/u;
const ALL_DAYS = [1, 2, 3, 4, 5, 6, 7];

const limitsSchema = z.object({
	...(Object.fromEntries(
		(Object.keys(LIMIT_BOUNDS) as NumberName[]).map((name) => [name, numberSchema(name).optional()]),
	) as Record<NumberName, z.ZodOptional<ReturnType<typeof numberSchema>>>),
	activeDays: z.array(z.coerce.number().int().min(1).max(7), 'must be a list of week days').optional(),
	activeFrom: timeSchema(/^24:00$/u, false).optional(),
	activeTo: timeSchema(/^24:00$/u, true).optional(),
	timeZone: z
		.string()
		.trim()
		.refine((name) => isTimeZone(name), {
			error: (issue) => `"${String(issue.input)}" is no time zone such as America/Sao_Paulo`,
		})
		.optional(),
});

const credentialSchema = z.object({
	limitsPreset: z
		.enum(['careful', 'standard', 'high', 'unlimited'], {
			error: (issue) => `It must be careful, standard, high or unlimited; "${String(issue.input)}" was given`,
		})
		.default('careful'),
	limits: limitsSchema.default({}),
});

/**
 * The limits of a credential: its preset (`careful` when none was chosen), with the numbers set beside it.
 * Throws `invalidInput` naming the field, its bounds and what was given.
 */
export function parseLimits(credential: unknown): LimitPolicy {
	const data = (credential ?? {}) as Record<string, unknown>;
	const parsed = credentialSchema.safeParse({
		limitsPreset: data.limitsPreset === '' ? undefined : data.limitsPreset,
		limits: withoutEmpty(data.limits),
	});
	if (!parsed.success) throw unusable(parsed.error.issues[0]);
	const { limitsPreset, limits } = parsed.data;
	const preset = PRESETS[limitsPreset];
	const gapMs = ms(limits.gapSeconds) ?? preset.gapMs;
	return {
		preset: limitsPreset,
		perMinute: limits.perMinute ?? preset.perMinute,
		perHour: limits.perHour ?? preset.perHour,
		perDay: limits.perDay ?? preset.perDay,
		newChatsPerDay: limits.newChatsPerDay ?? preset.newChatsPerDay,
		gapMs,
		gapJitterMs: Math.round((gapMs * (limits.gapJitterPercent ?? 20)) / 100),
		perRecipientGapMs: ms(limits.perRecipientGapSeconds) ?? preset.perRecipientGapMs,
		verificationCooldownMs: ms(limits.verificationCooldownSeconds) ?? preset.verificationCooldownMs,
		warmUpDays: limits.warmUpDays ?? preset.warmUpDays,
		restrictionMs:
			limits.restrictionHours === undefined ? preset.restrictionMs : limits.restrictionHours * 3_600_000,
		activeHours: activeHours(limits),
	};
}

function activeHours(limits: z.output<typeof limitsSchema>): ActiveHours | null {
	const { activeDays, activeFrom, activeTo, timeZone } = limits;
	if (activeDays === undefined && activeFrom === undefined && activeTo === undefined) return null;
	return {
		days: activeDays === undefined || activeDays.length === 0 ? ALL_DAYS : activeDays,
		fromMinute: activeFrom ?? 0,
		toMinute: activeTo ?? 24 * 60,
		timeZone: timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone,
	};
}

function numberSchema(name: NumberName) {
	const { min, max, unit } = LIMIT_BOUNDS[name];
	const whole = WHOLE.has(name) ? 'a whole number' : 'a number';
	const told = (issue: { readonly input?: unknown }): string =>
		`It must be ${whole} of ${unit} from ${min} to ${max}; "${String(issue.input)}" was given`;
	return z.preprocess(
		(value) => (typeof value === 'string' ? Number(value) : value),
		z
			.number({ error: told })
			.refine((value) => value >= min && value <= max && (!WHOLE.has(name) || Number.isInteger(value)), {
				error: told,
			}),
	);
}

/** Minutes after midnight. `24:00` ends a day and begins none. */
function timeSchema(midnight: RegExp, mayEndDay: boolean) {
	const readable = (value: string): boolean => TIME.test(value) || (mayEndDay && midnight.test(value));
	const told = (issue: { readonly input?: unknown }): string =>
		`It must be a time such as 08:30; "${String(issue.input)}" was given`;
	return z
		.string({ error: told })
		.trim()
		.refine(readable, { error: told })
		.transform((value) => {
			const [hours, minutes] = value.split(':').map(Number);
			return (hours ?? 0) * 60 + (minutes ?? 0);
		});
}

function ms(seconds: number | undefined): number | undefined {
	return seconds === undefined ? undefined : Math.round(seconds * 1_000);
}

/** A field added and left empty is a field not set. */
function withoutEmpty(limits: unknown): unknown {
	if (limits === undefined || limits === null || limits === '') return undefined;
	if (typeof limits !== 'object') return limits;
	return Object.fromEntries(
		Object.entries(limits).filter(([, value]) => value !== '' && value !== null && value !== undefined),
	);
}

function unusable(issue: z.core.$ZodIssue | undefined): KitError {
	return new KitError({
		code: 'invalidInput',
		what: `The credential field "${issue?.path.join('.') ?? 'limits'}" is not usable.`,
		why: `${issue?.message ?? ''}. Nothing was sent.`,
		next: 'Correct the field in the credential and save it.',
	});
}
