import type { ActiveHours } from './active-hours';

/**
 * What one number may send, all workflows, nodes and processes together. Lower limits lower the risk of a ban;
 * no limit takes it away. Durations in ms, `null` is no limit.
 */
export interface LimitPolicy {
	readonly preset: PresetName;
	readonly perMinute: number | null;
	readonly perHour: number | null;
	readonly perDay: number | null;
	/** Chats that neither wrote to the number lately nor were written to before. */
	readonly newChatsPerDay: number | null;
	/** Between any two messages, in the middle; 0 is none. */
	readonly gapMs: number;
	/** Each gap is longer or shorter by up to this much, so that messages do not tick like a clock. */
	readonly gapJitterMs: number;
	/** Between two messages to one recipient; 0 is none. */
	readonly perRecipientGapMs: number;
	/** Between two verification requests to one recipient, whatever their method. Holds for every preset. */
	readonly verificationCooldownMs: number;
	/** Over so many days the limits grow from `careful` to these; 0 is at once. */
	readonly warmUpDays: number;
	/** How long new chats stay closed after WhatsApp refused one (error 463); 0 is not at all. */
	readonly restrictionMs: number;
	/** When ordinary messages may leave; `null` is always. Verification is not held back: a person waits for it. */
	readonly activeHours: ActiveHours | null;
}

export type PresetName = 'careful' | 'standard' | 'high' | 'unlimited';

/** Of a window rule of a whole day, ms: the longest any limit looks back. */
export const DAY_MS = 24 * 60 * 60_000;

export const VERIFICATION_COOLDOWN_MS = 60_000;
export const MIN_VERIFICATION_COOLDOWN_MS = 30_000;

const ordinary = {
	perRecipientGapMs: 0,
	verificationCooldownMs: VERIFICATION_COOLDOWN_MS,
	warmUpDays: 0,
	restrictionMs: DAY_MS,
	activeHours: null,
} as const;

export const PRESETS: Readonly<Record<PresetName, LimitPolicy>> = {
	careful: {
		...ordinary,
		preset: 'careful',
		perMinute: 4,
		perHour: 60,
		perDay: 200,
		newChatsPerDay: 10,
		gapMs: 5_000,
		gapJitterMs: 1_000,
	},
	standard: {
		...ordinary,
		preset: 'standard',
		perMinute: 12,
		perHour: 300,
		perDay: 1_500,
		newChatsPerDay: 60,
		gapMs: 2_000,
		gapJitterMs: 400,
	},
	high: {
		...ordinary,
		preset: 'high',
		perMinute: 60,
		perHour: 2_000,
		perDay: 15_000,
		newChatsPerDay: null,
		gapMs: 0,
		gapJitterMs: 0,
	},
	unlimited: {
		...ordinary,
		preset: 'unlimited',
		perMinute: null,
		perHour: null,
		perDay: null,
		newChatsPerDay: null,
		gapMs: 0,
		gapJitterMs: 0,
		restrictionMs: 0,
	},
};
