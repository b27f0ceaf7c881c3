import { KitError, isKitError } from '../../../messages/kit-error';

/** Primary result codes of SQLite (https://www.sqlite.org/rescode.html) a person can do something about. */
const sentences: Readonly<Record<number, Sentence>> = {
	5: {
		what: 'The WhatsApp Kit store was locked by another process for more than 5 seconds.',
		next: 'Look for a program that holds the file open (a backup, a database viewer), then try again.',
	},
	8: {
		what: 'The WhatsApp Kit store is read-only.',
		next: 'Give the user n8n runs as write permission on the file and on its folder.',
	},
	10: {
		what: 'The disk failed while the WhatsApp Kit store was read or written.',
		next: 'Check the disk and the system log; do not delete the file.',
	},
	11: {
		what: 'The WhatsApp Kit store is damaged.',
		next: 'Stop n8n and restore the file from a backup. Deleting it means linking every number again.',
	},
	13: {
		what: 'The disk is full, so the WhatsApp Kit store wrote nothing.',
		next: 'Free some space on the disk that holds the file, then try again.',
	},
	14: {
		what: 'The WhatsApp Kit store cannot be opened.',
		next: 'Give the user n8n runs as read and write permission on the file and on its folder.',
	},
	26: {
		what: 'The file of the WhatsApp Kit store is not a database.',
		next: 'Stop n8n and restore the file from a backup, or move it away to start with an empty store.',
	},
};

interface Sentence {
	readonly what: string;
	readonly next: string;
}

const anything: Sentence = {
	what: 'The WhatsApp Kit store could not be read or written.',
	next: 'Check the file, its folder and the disk they are on, then try again.',
};

/** Makes `storage` of whatever the driver threw; our own errors pass unchanged. */
export function toStorageError(thrown: unknown, path: string): KitError {
	if (isKitError(thrown)) return thrown;
	const code = (thrown as { errcode?: unknown } | null)?.errcode;
	const { what, next } = (typeof code === 'number' ? sentences[code & 0xff] : undefined) ?? anything;
	const detail = thrown instanceof Error ? thrown.message : String(thrown);
	return new KitError({
		code: 'storage',
		what,
		why: `SQLite says "${detail}" about ${path}.`,
		next,
		reason: typeof code === 'number' ? String(code) : undefined,
		cause: thrown,
	});
}
