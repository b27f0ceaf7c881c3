import type { IDataObject, IExecuteSingleFunctions, PostReceiveAction } from 'n8n-workflow';
import { retryAfter } from '../../../engines/gateway/retry-after';
import { secretFree } from '../../../engines/gateway/secret-free';
import { errorOfStatus } from '../../../engines/gateway/send-outcome';
import { at, textOf } from '../../../engines/gateway/untrusted';
import { waaBotError } from '../../../engines/waaBot/waa-bot-errors';
import { toNodeError } from '../../shared/node-error';
import { qrPicture } from './qr-picture';

type Reader = Exclude<PostReceiveAction, { type: string }>;

/** The answer as one item. */
export const one = (): PostReceiveAction[] => [checked, asOne];
/** As `one`, with the access token of a bot that was just made: nobody could use it otherwise. */
export const newBot = (): PostReceiveAction[] => [checked, asNewBot];
/** One item per entry. */
export const many = (): PostReceiveAction[] => [checked, asMany];
/** One item per entry, or one of what is no list: where the documents do not say which. */
export const each = (): PostReceiveAction[] => [checked, asEach];
/** As `done`, with the ID of the user where it is told. */
export const doneForUser = (): PostReceiveAction[] => [checked, asDoneForUser];
/** Whether a code is right, as `verified`: a wrong one is an answer and no error. */
export const verdict = (): PostReceiveAction[] => [asVerdict];
/** `{deleted: true}`, whatever WaaBot says in a success. */
export const deleted = (): PostReceiveAction[] => [checked, asDeleted];
/** `{ok: true}` and what WaaBot says: it answers settings with figures that say nothing. */
export const done = (): PostReceiveAction[] => [checked, asDone];
/** The picture in the answer as the binary field `data`. */
export const picture = (): PostReceiveAction[] => [checked, asPicture];

/** WaaBot tells of errors by status, and sometimes in a success. */
const checked: Reader = async function (this: IExecuteSingleFunctions, items, response) {
	const credential = await this.getCredentials('waaBotApi');
	const secrets = ['accessToken', 'accountToken', 'refreshToken', 'password'].map((name) => credential[name]);
	const shown = (said: string): string =>
		secretFree(
			said,
			secrets.map((secret) => textOf(secret) ?? ''),
		);
	const { statusCode: status, body, headers } = response;
	const now = Date.now();
	const retryAt = retryAfter(headers['retry-after'], now);
	const error =
		waaBotError({ kind: 'answer', status, body, retryAt, headers }, now, shown) ??
		(status >= 300 ? errorOfStatus({ status, retryAt }, { title: 'WaaBot', now }) : null);
	if (error) throw toNodeError(this.getNode(), error, this.getItemIndex());
	return items;
};

const asOne: Reader = async (_items, { body }) =>
	await Promise.resolve([{ json: objectOf(withoutSecrets(dataOf(body))) }]);

const asNewBot: Reader = async (_items, { body }) =>
	await Promise.resolve([{ json: objectOf(withoutSecrets(dataOf(body), ['password'])) }]);

const asMany: Reader = async (_items, { body }) => {
	const list = dataOf(body);
	const entries: readonly unknown[] = Array.isArray(list) ? list : [];
	return await Promise.resolve(entries.map((entry) => ({ json: objectOf(withoutSecrets(entry)) })));
};

const asEach: Reader = async function (this: IExecuteSingleFunctions, items, response) {
	const reader = Array.isArray(dataOf(response.body)) ? asMany : asOne;
	return await reader.call(this, items, response);
};

const asDoneForUser: Reader = async function (this: IExecuteSingleFunctions, items, response) {
	// Beside it stands the link that sets a new password, which is for the person alone.
	const userId = textOf(at(response.body, 'data', 'userId'));
	const [item] = await asDone.call(this, items, response);
	return [{ json: { ...item?.json, ...(userId !== undefined && { userId }) } }];
};

/** Fails closed: verified is only what WaaBot says is. */
const asVerdict: Reader = async function (this: IExecuteSingleFunctions, items, response) {
	const { statusCode, body } = response;
	const status = at(body, 'status');
	if (statusCode >= 300 || typeof status !== 'boolean') await checked.call(this, items, response);
	const reason = textOf(at(body, 'reason')) ?? textOf(at(body, 'message'));
	return [{ json: { verified: status === true, ...(reason !== undefined && { reason }) } }];
};

const asDeleted: Reader = async () => await Promise.resolve([{ json: { deleted: true } }]);

const asDone: Reader = async (_items, { body }) => {
	const message = textOf(at(body, 'message'));
	return await Promise.resolve([{ json: { ok: true, ...(message !== undefined && { message }) } }]);
};

const asPicture: Reader = async function (this: IExecuteSingleFunctions, _items, { body }) {
	const found = await qrPicture(body);
	if (!found) return [{ json: { available: false } }];
	const data = await this.helpers.prepareBinaryData(found.bytes, 'qr.png', found.mimeType);
	return [{ json: { available: true, mimeType: found.mimeType }, binary: { data } }];
};

/** Most answers have an envelope, some have none. */
function dataOf(body: unknown): unknown {
	return at(body, 'data') ?? body;
}

/** Password hashes and the tokens of bots are for nobody who reads an item. */
function withoutSecrets(
	value: unknown,
	names: readonly string[] = ['password', 'passwordConfirmation', 'access_token'],
): unknown {
	if (Array.isArray(value)) return value.map((entry) => withoutSecrets(entry, names));
	if (typeof value !== 'object' || value === null) return value;
	const kept = Object.entries(value).filter(([name]) => !names.includes(name));
	return Object.fromEntries(kept.map(([name, inner]) => [name, withoutSecrets(inner, names)]));
}

function objectOf(value: unknown): IDataObject {
	if (Array.isArray(value)) return { data: value as IDataObject[] };
	if (typeof value === 'object' && value !== null) return value as IDataObject;
	return value === undefined || value === '' ? {} : { value: value as IDataObject };
}
