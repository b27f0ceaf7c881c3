import type {
	IDataObject,
	IExecuteSingleFunctions,
	IN8nHttpFullResponse,
	INodeExecutionData,
	PostReceiveAction,
} from 'n8n-workflow';
import { retryAfter } from '../../../engines/gateway/retry-after';
import { secretFree } from '../../../engines/gateway/secret-free';
import { errorOfStatus } from '../../../engines/gateway/send-outcome';
import { at, membersOf, textOf } from '../../../engines/gateway/untrusted';
import { wawpError } from '../../../engines/wawp/wawp-errors';
import { toNodeError } from '../../shared/node-error';

type Reader = Exclude<PostReceiveAction, { type: string }>;

/** Where the documents show lists, or leave open where they are. */
const LIST_NAMES = [
	'data',
	'items',
	'results',
	'contacts',
	'chats',
	'messages',
	'groups',
	'participants',
	'labels',
];

/** The answer as one item. */
export const one = (): PostReceiveAction[] => [checked, asOne];
/** One item per entry. */
export const many = (): PostReceiveAction[] => [checked, asMany];
/** `{deleted: true}`, whatever Wawp says in a success. */
export const deleted = (): PostReceiveAction[] => [checked, asDeleted];
/** The picture in the answer as the binary field `data`. */
export const picture = (fileName: string): PostReceiveAction[] => [checked, asPicture(fileName)];
/** Eight characters to type on the phone, as `pairingCode`. */
export const pairingCode = (): PostReceiveAction[] => [asPairingCode];

/** Wawp tells of errors by status, and sometimes in a success. */
const checked: Reader = async function (this: IExecuteSingleFunctions, items, response) {
	const { accessToken } = await this.getCredentials('wawpApi');
	const shown = (text: string): string => secretFree(text, [textOf(accessToken) ?? '']);
	const { statusCode: status, body, headers } = response;
	const now = Date.now();
	const retryAt = retryAfter(headers['retry-after'], now);
	const error = wawpError({ kind: 'answer', status, body, retryAt, headers }, now, shown);
	if (error) throw toNodeError(this.getNode(), error, this.getItemIndex());
	if (status >= 300) {
		const refusal = errorOfStatus({ status, retryAt }, { title: 'Wawp', now });
		throw toNodeError(this.getNode(), refusal, this.getItemIndex());
	}
	return items;
};

const asOne: Reader = async (_items, { body }) =>
	await Promise.resolve([{ json: Array.isArray(body) ? { data: body } : objectOf(body) }]);

/** Its name may be that of error codes, which never look like one. */
const asPairingCode: Reader = async function (this: IExecuteSingleFunctions, items, response) {
	const { body, statusCode } = response;
	const places = ['pairing_code', 'pairingCode', 'code'].flatMap((name) => [
		at(body, name),
		at(body, 'data', name),
	]);
	const code = places.find((place) => typeof place === 'string' && /^[A-Z0-9]{4}-?[A-Z0-9]{4}$/u.test(place));
	if (statusCode < 300 && typeof code === 'string') return [{ json: { pairingCode: code } }];
	return await asOne.call(this, await checked.call(this, items, response), response);
};

const asMany: Reader = async (_items, { body }) =>
	await Promise.resolve(listIn(body).map((entry): INodeExecutionData => ({ json: objectOf(entry) })));

const asDeleted: Reader = async () => await Promise.resolve([{ json: { deleted: true } }]);

function asPicture(fileName: string): Reader {
	return async function (this: IExecuteSingleFunctions, _items, response: IN8nHttpFullResponse) {
		const text = pictureIn(response.body);
		const [, mimeType = 'image/png', base64 = text] = /^data:([\w/+.-]+);base64,(.*)$/su.exec(text) ?? [];
		const bytes = Buffer.from(base64, 'base64');
		if (bytes.length === 0) return [{ json: { available: false } }];
		const data = await this.helpers.prepareBinaryData(bytes, fileName, mimeType);
		return [{ json: { available: true, mimeType }, binary: { data } }];
	};
}

/** Base64, with or without a data URL around it. */
function pictureIn(body: unknown): string {
	const places = [at(body, 'qr'), at(body, 'data', 'qr'), at(body, 'data', 'data'), at(body, 'data'), body];
	return textOf(places.find((place) => typeof place === 'string')) ?? '';
}

export function listIn(body: unknown): readonly unknown[] {
	if (Array.isArray(body)) return body as unknown[];
	for (const name of LIST_NAMES) {
		const inner = at(body, name);
		if (Array.isArray(inner)) return inner as unknown[];
	}
	const data = at(body, 'data');
	return typeof data === 'object' && data !== null && !Array.isArray(data) ? listIn(membersOf(data)) : [];
}

function objectOf(value: unknown): IDataObject {
	if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as IDataObject;
	return value === undefined || value === '' ? {} : { value: value as IDataObject };
}
