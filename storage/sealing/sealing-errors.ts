import { KitError } from '../../messages/kit-error';

const LOST =
	'If it is lost, the keys cannot be read any more: create a new credential and link the number again.';

export function storageKeyMissing(): KitError {
	return new KitError({
		code: 'storage',
		what: 'The stored keys of this WhatsApp account are encrypted, and no key was given to read them.',
		why: 'They were written while the credential had a Storage Key; now its field Storage Key is empty.',
		next: `Put the same value into the field Storage Key of the credential again. ${LOST}`,
	});
}

export function notOpenedHere(): KitError {
	return new KitError({
		code: 'storage',
		what: 'The stored messages of this WhatsApp account are encrypted and cannot be read in this process.',
		why: 'Only a process that has connected the account knows the Storage Key of its credential.',
		next: 'Ask the process that holds the account, or connect it here first.',
	});
}

export function notSealedYet(): KitError {
	return new KitError({
		code: 'storage',
		what: 'The Storage Key of this WhatsApp account is not in use yet, so nothing can be kept under it.',
		why: 'It is put to use by the process that connects the account.',
		next: "Run the operation 'Session: Link', or one send that is not queued, and try again. Nothing was sent.",
	});
}

export function wrongStorageKey(): KitError {
	return new KitError({
		code: 'storage',
		what: 'The stored keys of this WhatsApp account cannot be read with this Storage Key.',
		why: 'They were encrypted with another value of the credential field Storage Key.',
		next: `Put the earlier value into the field Storage Key of the credential. ${LOST}`,
	});
}

export function cannotUnseal(cause: unknown): KitError {
	return new KitError({
		code: 'storage',
		what: 'An encrypted value of the WhatsApp Kit store cannot be read.',
		why: 'It was damaged or moved, or written under another value of the credential field Storage Key.',
		next: 'Check the field Storage Key of the credential; if it is right, restore the store from a backup.',
		cause,
	});
}

export function clearRowUnderKey(): KitError {
	return new KitError({
		code: 'storage',
		what: 'A value of the WhatsApp Kit store is not encrypted although the account has a Storage Key.',
		why: 'Another program wrote it, so it is not trusted.',
		next: 'Restore the store from a backup made before the change.',
	});
}

export function unknownFormat(version: number | undefined): KitError {
	return new KitError({
		code: 'storage',
		what: 'A value of the WhatsApp Kit store has a form this version does not know.',
		why: version === undefined ? 'It is empty.' : `It has form ${version}; this version knows 1 and 2.`,
		next: 'Update WhatsApp Kit to the newest version, or restore the store from a backup.',
	});
}
