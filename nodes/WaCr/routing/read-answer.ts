import type {
	IDataObject,
	IExecuteSingleFunctions,
	IN8nHttpFullResponse,
	INodeExecutionData,
	PostReceiveAction,
} from 'n8n-workflow';
import { waCrError } from '../../../engines/waCr/wa-cr-errors';
import { readErrorFacts } from '../../../engines/waCr/error-facts';
import { errorOfStatus } from '../../../engines/gateway/send-outcome';
import { retryAfter } from '../../../engines/gateway/retry-after';
import { KitError } from '../../../messages/kit-error';
import { secretFree } from '../../../engines/gateway/secret-free';
import { toNodeError } from '../../shared/node-error';
import type { AnswerKind } from './wa-cr-operation';

/** What happens to each answer, one after the other. A list is taken apart by whoever asks for its pages. */
export function answerActions(answer: AnswerKind, scope: string): PostReceiveAction[] {
	if (answer === 'verdict') return [verdictOf, refuse(scope), asRecord];
	if (answer === 'list' || answer === 'whole') return [refuse(scope)];
	return [refuse(scope), answer === 'deleted' ? asDeleted : asRecord];
}

/** Wrong, old or used codes are an answer to the question, not a failure of it. */
const VERDICTS: ReadonlySet<string> = new Set([
	'INVALID_CODE',
	'OTP_EXPIRED',
	'OTP_NOT_FOUND',
	'MAX_ATTEMPTS_EXCEEDED',
]);

/** Throws what an answer that says no means, in words; gives the others on as they are. */
function refuse(scope: string): PostReceiveAction {
	return async function (
		this: IExecuteSingleFunctions,
		items: INodeExecutionData[],
		response: IN8nHttpFullResponse,
	): Promise<INodeExecutionData[]> {
		if (items[0]?.json.verified === false) return items;
		const { token } = await this.getCredentials('waCrApi');
		const error = refusalIn(response, { scope, token: String(token) });
		if (error) throw toNodeError(this.getNode(), error, this.getItemIndex());
		return items;
	};
}

/** What an answer that says no means; undefined when it says yes. */
export function refusalIn(
	{ statusCode, body, headers }: Pick<IN8nHttpFullResponse, 'statusCode' | 'body' | 'headers'>,
	{ scope, token }: { readonly scope: string; readonly token: string },
): KitError | undefined {
	if (statusCode < 300 && (body as IDataObject | undefined)?.success !== false) return undefined;
	const now = Date.now();
	const shown = (text: string): string => secretFree(text, [token]);
	const answer = { status: statusCode, body, retryAt: retryAfter(headers['retry-after'], now) };
	const { words } = readErrorFacts(body);
	const unnamed = { title: 'WA.cr', now, said: words === undefined ? undefined : shown(words) };
	return waCrError(answer, { now, scope, shown }) ?? errorOfStatus(answer, unnamed);
}

async function asRecord(
	this: IExecuteSingleFunctions,
	items: INodeExecutionData[],
): Promise<INodeExecutionData[]> {
	return await Promise.resolve(items.map(({ json }) => ({ json: dataOf(json) })));
}

async function asDeleted(this: IExecuteSingleFunctions): Promise<INodeExecutionData[]> {
	return await Promise.resolve([{ json: { deleted: true } }]);
}

/** Fails closed: verified is only what WA.cr says was verified, whatever the status of its answer. */
async function verdictOf(
	this: IExecuteSingleFunctions,
	items: INodeExecutionData[],
	{ statusCode, body }: IN8nHttpFullResponse,
): Promise<INodeExecutionData[]> {
	const { code, detail } = readErrorFacts(body);
	if (code !== undefined && VERDICTS.has(code)) {
		const left = Number(detail('attempts_remaining') ?? Number.NaN);
		const attempts = Number.isInteger(left) ? { attempts_remaining: left } : {};
		return [{ json: { verified: false, reason: code, ...attempts } }];
	}
	const members = (body ?? {}) as IDataObject;
	if (statusCode >= 300 || members.success === false || code !== undefined) return items;
	const data = dataOf(body);
	if (typeof data.verified_at === 'string' && data.verified_at !== '')
		return await Promise.resolve([{ json: { ...data, verified: true } }]);
	const unclear = new KitError({
		code: 'refused',
		reason: 'noVerdict',
		what: 'WA.cr did not say whether the code is right.',
		next: 'Treat the person as not verified. Send a new code, and tell whoever runs this workflow.',
	});
	throw toNodeError(this.getNode(), unclear, this.getItemIndex());
}

/** `data` of the envelope, where there is one. An answer without a body is an empty record. */
export function dataOf(body: unknown): IDataObject {
	const members = typeof body === 'object' && body !== null ? (body as IDataObject) : {};
	const { data } = members;
	return typeof data === 'object' && data !== null ? (data as IDataObject) : members;
}
