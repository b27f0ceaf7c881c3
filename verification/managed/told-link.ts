import { phoneFromWhatsApp } from '../../messages/phone-number';
import { mayProve, type VerificationEvent } from '../transitions';
import type { Verification } from '../verification';
import type { VerificationItem } from '../verification-item';

/** What the other side tells of a link it keeps. Whoever hands it on has made sure that it is the other side. */
export interface ToldLink {
	/** Of the other side; null where it says none. */
	readonly id: string | null;
	readonly status: 'requested' | 'validated' | 'expired' | 'failed';
	readonly code: string;
	/** As the other side writes it; unchecked. */
	readonly phone: string | null;
	readonly profileName: string | null;
}

/** What became of what was told. */
export interface SettledLink {
	/** As it stands here; null when the link was not made here, so that nothing was changed. */
	readonly item: VerificationItem | null;
	/** False: the other side takes somebody for proven whom this n8n does not, and has to be told no. */
	readonly agreed: boolean;
	/** Whether the hearer is told of it for the first time. */
	readonly fresh: boolean;
	/** The hearer could not take it after all: it is new to it again when it is told once more. */
	giveBack(): Promise<void>;
}

/** Null: it changes nothing. */
export function eventOf(told: ToldLink, of: Verification): VerificationEvent | null {
	switch (told.status) {
		case 'requested':
			return null;
		case 'validated': {
			const phone = toldPhone(told);
			// The code is used up there, whoever it was.
			if (phone === null || !mayProve(of, phone)) {
				return { type: 'told', status: 'failed', error: 'notAuthorized' };
			}
			return { type: 'message', phone, profileName: told.profileName };
		}
		case 'expired':
			return { type: 'told', status: 'expired', error: 'expired' };
		case 'failed':
			return { type: 'told', status: 'failed', error: 'failedThere' };
	}
}

/** Whether what the other side says may stand, given what it has become here. */
export function isAgreed(told: ToldLink, after: Pick<Verification, 'status' | 'phone'>): boolean {
	if (told.status !== 'validated') return true;
	return after.status === 'validated' && after.phone !== null && after.phone === toldPhone(told);
}

/** E.164; null for anything that is no number: a name or an id proves nobody. */
export function toldPhone({ phone }: Pick<ToldLink, 'phone'>): string | null {
	const digits = /^\+?([1-9]\d{6,14})$/u.exec(phone ?? '')?.[1];
	return digits === undefined ? null : phoneFromWhatsApp(digits).e164;
}
