import { request as httpRequest, type Agent as HttpAgent, type IncomingMessage } from 'node:http';
import { request as httpsRequest, type Agent as HttpsAgent } from 'node:https';
import { decodeAnswer } from './decode-answer';

export interface ExchangePorts {
	readonly httpAgent: HttpAgent;
	readonly httpsAgent: HttpsAgent;
	/** Ends everything that is on its way. */
	readonly closing: AbortSignal;
	/** Longest wait for a whole answer, ms. */
	readonly timeoutMs: number;
}

/** Where requests go, read from the base URL once. */
export interface ServerAddress {
	readonly secure: boolean;
	readonly hostname: string;
	readonly port: string;
	/** Before the path of each request; no slash at its end. */
	readonly folder: string;
}

export function serverAddress({ protocol, hostname, port, pathname }: URL): ServerAddress {
	return {
		secure: protocol === 'https:',
		// The brackets of an IPv6 address are of the URL alone.
		hostname: hostname.replace(/^\[|\]$/gu, ''),
		port,
		folder: pathname.replace(/\/+$/u, ''),
	};
}

export interface ExchangeRequest {
	readonly method: string;
	readonly address: ServerAddress;
	/** With its query. */
	readonly path: string;
	readonly headers: Readonly<Record<string, string>>;
	/** Already text; absent for a question. */
	readonly body?: string;
	/** Longest answer, bytes. */
	readonly maxBytes: number;
	readonly signal: AbortSignal;
}

export interface ExchangeAnswer {
	readonly status: number;
	readonly headers: Readonly<Record<string, unknown>>;
	readonly text: string;
}

/**
 * One request of JSON and its answer: no redirect is followed, nothing is repeated, no status is an error. A message
 * is sent by it every time, so it does without the layers that forms and files need.
 *
 * Rejects with the error of the socket, of the name's lookup, or of whichever signal came first.
 */
export async function exchange(request: ExchangeRequest, ports: ExchangePorts): Promise<ExchangeAnswer> {
	return await new Promise((resolve, reject) => {
		const { method, address, path, headers, body, maxBytes, signal } = request;
		const { secure, hostname, port } = address;
		const sent = (secure ? httpsRequest : httpRequest)({
			...{ method, hostname, port, path, headers },
			agent: secure ? ports.httpsAgent : ports.httpAgent,
		});
		const end = (error: Error): void => void sent.destroy(error);
		const aborted = (): void => end(reasonOf(signal));
		const closed = (): void => end(reasonOf(ports.closing));
		const timer = setTimeout(() => end(new Error('The answer did not come in time.')), ports.timeoutMs);
		timer.unref();
		signal.addEventListener('abort', aborted, { once: true });
		ports.closing.addEventListener('abort', closed, { once: true });
		const finish = (): void => {
			clearTimeout(timer);
			signal.removeEventListener('abort', aborted);
			ports.closing.removeEventListener('abort', closed);
		};
		const fail = (error: Error): void => {
			finish();
			reject(error);
		};
		sent.on('error', fail);
		sent.on('response', (answer) => {
			readWhole(answer, maxBytes).then((bytes) => {
				finish();
				const { statusCode = 0, headers: told } = answer;
				decodeAnswer(bytes, told['content-encoding'], maxBytes).then(
					(text) => resolve({ status: statusCode, headers: told, text }),
					reject,
				);
			}, fail);
		});
		if (signal.aborted) aborted();
		else if (ports.closing.aborted) closed();
		else sent.end(body);
	});
}

async function readWhole(answer: IncomingMessage, maxBytes: number): Promise<Buffer> {
	return await new Promise((resolve, reject) => {
		const parts: Buffer[] = [];
		let size = 0;
		answer.on('data', (part: Buffer) => {
			size += part.byteLength;
			if (size <= maxBytes) parts.push(part);
			else answer.destroy(new Error(`The answer is longer than ${maxBytes} bytes.`));
		});
		answer.on('end', () => resolve(parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts)));
		// Cut short: what came of it is no answer.
		answer.on('error', reject);
		answer.on('aborted', () => reject(new Error('The answer ended too early.')));
	});
}

function reasonOf({ reason }: AbortSignal): Error {
	return reason instanceof Error ? reason : new Error('The wait for the answer ended.');
}
