import { KitError } from '../../messages/kit-error';
import type { AccountKeys } from '../account-keys';
import { answersTo } from '../browser-binding';
import { recipientPhone } from '../recipient-phone';
import type { Slot } from '../store';
import type { Verification } from '../verification';
import type { VerifierPorts, VerifyingAccount } from '../verifier';
import { checked, purposeSchema } from './code-request';

export interface NumberInput {
	readonly recipient: string;
	readonly defaultCountry?: string;
}

/** Which verification: by its id, or the latest of a number and purpose. With both, both must fit. */
export interface WhichInput extends Partial<NumberInput> {
	readonly verificationId?: string;
	readonly purpose?: string;
	/** Of the one that asked for it; to all others there is none. */
	readonly browserSecret?: string;
}

/** The code that is meant, whoever keeps it; null when there is none, or not for whoever asks. */
export async function findCode(
	which: WhichInput,
	account: VerifyingAccount,
	{ store, keys: ring }: Pick<VerifierPorts, 'store' | 'keys'>,
): Promise<Verification | null> {
	const slot = slotOf(which);
	const keys = await ring.of(account);
	if (which.verificationId === undefined)
		return theirs(await store.findLatest(account.id, requiredSlot(slot)), which, keys);
	const found = await store.find(account.id, which.verificationId);
	if (found === null || found.method !== 'code') return null;
	return slot !== undefined && slot.phone !== found.phone ? null : theirs(found, which, keys);
}

/** The number of a verification never changes, so it may be read before the transaction. */
export async function questionOf(
	which: WhichInput,
	account: VerifyingAccount,
	ports: Pick<VerifierPorts, 'store' | 'keys'>,
) {
	const accountId = account.id;
	if (which.verificationId === undefined) {
		const latest = requiredSlot(slotOf(which));
		return { question: { accountId, latest }, phone: latest.phone };
	}
	const found = await findCode(which, account, ports);
	return { question: { accountId, id: found?.id ?? '' }, phone: found?.phone ?? '' };
}

export function theirs(
	found: Verification | null,
	{ browserSecret }: WhichInput,
	keys: AccountKeys,
): Verification | null {
	return found !== null && answersTo(found, browserSecret, keys) ? found : null;
}

function slotOf({ recipient, defaultCountry, purpose }: WhichInput): Slot | undefined {
	if (recipient === undefined || recipient.trim() === '') return undefined;
	const phone = recipientPhone(recipient, defaultCountry);
	return { method: 'code', phone, purpose: checked(purposeSchema, purpose) };
}

function requiredSlot(slot: Slot | undefined): Slot {
	if (slot !== undefined) return slot;
	throw new KitError({
		code: 'invalidInput',
		what: 'Neither "Recipient" nor "Verification ID" was given.',
		why: 'Without one of them nobody can say which verification is meant.',
		next: 'Fill in one of the two fields.',
	});
}
