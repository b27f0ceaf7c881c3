import type { Verification } from '../../verification/verification';
import { bytes, json, text, textOrNull, unreadable, wholeNumber } from '../row-reading';

export type WrittenVerification = {
	account: string;
	id: string;
	method: string;
	keptBy: string | null;
	purpose: string;
	phone: string | null;
	requestKey: string;
	status: string;
	requestedAt: number;
	expiresAt: number;
	codeHash: Uint8Array | null;
	sealedCode: Uint8Array | null;
	detail: string;
};

/** What nothing is looked up by. */
type Detail = Pick<
	Verification,
	| 'profileName'
	| 'validatedAt'
	| 'endedAt'
	| 'error'
	| 'authorizedNumbers'
	| 'tries'
	| 'maxTries'
	| 'lockMs'
	| 'lockedUntil'
	| 'sentAt'
	| 'outcome'
	| 'settings'
>;

const METHODS: readonly string[] = ['code', 'approval', 'link'] satisfies Verification['method'][];
/** Nothing there: this n8n itself. */
const GATEWAY = 'gateway';
const STATUSES: readonly string[] = [
	'requested',
	'validated',
	'rejected',
	'expired',
	'failed',
] satisfies Verification['status'][];

export function writeVerification(of: Verification): WrittenVerification {
	const { accountId, id, method, keptBy, purpose, phone, requestKey, status, ...rest } = of;
	const { requestedAt, expiresAt, codeHash, sealedCode, ...detail } = rest;
	const kept: Detail = detail;
	return {
		account: accountId,
		id,
		method,
		keptBy: keptBy === 'kit' ? null : GATEWAY,
		purpose,
		phone,
		requestKey,
		status,
		requestedAt,
		expiresAt,
		codeHash,
		sealedCode,
		detail: JSON.stringify(kept),
	};
}

export function readVerification(row: Readonly<Record<string, unknown>>): Verification {
	const detail = json(row.detail, 'detail') as Detail;
	if (typeof detail !== 'object' || detail === null || !Number.isInteger(detail.tries))
		throw unreadable('detail', 'a verification');
	return {
		...detail,
		accountId: text(row.account, 'account'),
		id: text(row.id, 'id'),
		method: word(row.method, METHODS, 'method') as Verification['method'],
		keptBy: keeper(row.kept_by),
		status: word(row.status, STATUSES, 'status') as Verification['status'],
		purpose: text(row.purpose, 'purpose'),
		phone: textOrNull(row.phone, 'phone'),
		requestKey: text(row.request_key, 'request_key'),
		requestedAt: wholeNumber(row.requested_at, 'requested_at'),
		expiresAt: wholeNumber(row.expires_at, 'expires_at'),
		codeHash: row.code_hash === null ? null : bytes(row.code_hash, 'code_hash'),
		sealedCode: row.sealed_code === null ? null : bytes(row.sealed_code, 'sealed_code'),
	};
}

function keeper(value: unknown): Verification['keptBy'] {
	return word(value ?? 'kit', ['kit', GATEWAY], 'kept_by') as Verification['keptBy'];
}

function word(value: unknown, known: readonly string[], column: string): string {
	const read = text(value, column);
	if (!known.includes(read)) throw unreadable(column, `one of ${known.join(', ')}`);
	return read;
}
