import { KitError, isKitError } from '../../../messages/kit-error';
import { addressOf } from './settings';
import type { PostgresSettings } from './settings';
import { TimeLimitReached } from './time-limit';

interface Thrown {
	readonly code?: unknown;
	readonly message?: unknown;
	readonly severity?: unknown;
}

interface Sentence {
	readonly what: string;
	readonly next: string;
}

const unreachable: Sentence = {
	what: 'The database of WhatsApp Kit cannot be reached.',
	next: 'Start Postgres or repair the way to it. Nothing is lost, and WhatsApp Kit goes on by itself.',
};
const refused: Sentence = {
	what: 'Postgres does not let WhatsApp Kit in.',
	next: 'Check user and password, and whether this user may use this database from here.',
};
const certificate: Sentence = {
	what: 'WhatsApp Kit and Postgres could not agree on an encrypted connection.',
	next: "Check the SSL settings: give the authority's certificate, or switch SSL on or off as the server wants it.",
};
const busy: Sentence = {
	what: 'Another process kept WhatsApp Kit waiting for its records too long, so nothing was written.',
	next: 'Try again. If it happens often, look for long transactions and backups in Postgres.',
};

/** By SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html): a code or its class. */
const sentences: Readonly<Record<string, Sentence>> = {
	'08': unreachable,
	'08P01': {
		what: 'Postgres, or a connection pooler in front of it, refuses WhatsApp Kit.',
		next: 'If it is about "options" or prepared statements, set WHATSAPP_KIT_DATABASE_URL to Postgres itself.',
	},
	'57P': unreachable,
	'28': refused,
	'3D': {
		what: 'The database of WhatsApp Kit does not exist.',
		next: 'Check the name of the database, or create it.',
	},
	'53100': {
		what: 'The disk of Postgres is full, so WhatsApp Kit wrote nothing.',
		next: 'Free some space on the disk of the database, then try again.',
	},
	'53300': {
		what: 'Postgres has no free connection for WhatsApp Kit.',
		next: 'Raise max_connections of Postgres or lower the pool sizes of the programs that use it.',
	},
	'25006': {
		what: 'The database of WhatsApp Kit is read-only.',
		next: 'Lead WhatsApp Kit to the primary server, not to a replica.',
	},
	'42501': {
		what: 'WhatsApp Kit may not use its tables in Postgres.',
		next: 'Give its database user the right to create and use tables in its schema.',
	},
	'42P01': {
		what: 'Tables of WhatsApp Kit are missing in Postgres.',
		next: 'Restore the database from a backup; if they were removed on purpose, restart n8n to make empty ones.',
	},
	'55P03': busy,
	'57014': busy,
	'40': busy,
	XX001: {
		what: 'The database of WhatsApp Kit is damaged.',
		next: 'Restore it from a backup. Emptying it means linking every number again.',
	},
};

const anything: Sentence = {
	what: 'WhatsApp Kit could not read or write its records in Postgres.',
	next: 'Look into the log of Postgres, then try again.',
};

const NETWORK = /^(ECONN|EPIPE|ETIMEDOUT|ENETUNREACH|EHOST|ENETDOWN|EAI_|ENOTFOUND|ENOENT$)/;
/** What pg says without a code when a connection ends; there is nothing else to know it by. */
const ENDED =
	/^(Connection terminated|timeout e|Query read timeout|Client has encountered|Client was closed)/;
const TLS = /CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_VERIFY/;

/** Makes `storage` of whatever the driver threw; our own errors pass unchanged. */
export function toStorageError(thrown: unknown, settings: PostgresSettings): KitError {
	if (isKitError(thrown)) return thrown;
	const { what, next } = sentenceOf(thrown);
	const { code } = thrown as Thrown;
	return new KitError({
		code: 'storage',
		what,
		why: `Postgres at ${addressOf(settings)} (set by ${settings.setBy}): ${messageOf(thrown)}.`,
		next,
		reason: typeof code === 'string' ? code : undefined,
		cause: thrown,
	});
}

/** The end of a transaction was asked for and the answer never came. */
export function unknownEnd(thrown: unknown, settings: PostgresSettings): KitError {
	return new KitError({
		code: 'storage',
		what: 'The connection to Postgres broke while WhatsApp Kit was writing, so it is not known whether that was kept.',
		why: `Postgres at ${addressOf(settings)} (set by ${settings.setBy}): ${messageOf(thrown)}.`,
		next: 'Try again when Postgres is back: a repetition is noticed.',
		reason: 'unknownEnd',
		cause: thrown,
	});
}

/** The server is gone, going or not up yet: nothing it was told since the last answer can be relied on. */
export function isUnreachable(thrown: unknown): boolean {
	if (thrown instanceof TimeLimitReached) return true;
	const { code, message } = (thrown ?? {}) as Thrown;
	if (typeof code === 'string' && code !== '') {
		if (code === '08P01') return false;
		return NETWORK.test(code) || code.startsWith('08') || code.startsWith('57P') || code === '25P03';
	}
	return typeof message === 'string' && ENDED.test(message);
}

/** The server undid the transaction for the sake of another one, and said so. */
export function isConflict(thrown: unknown): boolean {
	const { code } = (thrown ?? {}) as Thrown;
	return code === '40001' || code === '40P01';
}

function sentenceOf(thrown: unknown): Sentence {
	const { code, message } = (thrown ?? {}) as Thrown;
	if (typeof code === 'string') {
		const known = [code, code.slice(0, 3), code.slice(0, 2)].find((key) => Object.hasOwn(sentences, key));
		if (known !== undefined && /^[0-9A-Z]{5}$/.test(code)) return sentences[known] as Sentence;
		if (TLS.test(code)) return certificate;
	}
	if (isUnreachable(thrown)) return unreachable;
	return typeof message === 'string' && / SSL /.test(message) ? certificate : anything;
}

/** Node's AggregateError of several failed addresses has an empty message of its own. */
function messageOf(thrown: unknown): string {
	const { message, errors } = (thrown ?? {}) as Thrown & { readonly errors?: readonly Thrown[] };
	if (typeof message === 'string' && message !== '') return message;
	const inner = errors?.map((each) => String(each.message)).join('; ');
	return inner === undefined || inner === '' ? 'no answer' : inner;
}
