import axios, { isCancel } from 'axios';
import type { ResumeBody, Resume } from '../waits/resume';
import type { Environment } from './environment-value';

/** Longest answer that is looked at, bytes. */
const ANSWER_BYTES = 64 * 1024;

/** n8n's page for somebody who comes to an execution that has ended; it has the status of success. */
const OVER = 'No action required';

/**
 * Tells n8n at its own address. The signature in it covers path and query and not the host, so that main is reached
 * on this machine as well, whatever stands in front of it and however it is called from outside.
 */
export function postResume(environment: Environment, role: string): Resume {
	return async ({ resumeUrl, waitId, proof, signal }) => {
		const body: ResumeBody = { wait: waitId, proof };
		const places = placesOf(resumeUrl, environment, role);
		let failure: unknown;
		for (const place of places) {
			try {
				return await post(place, body, signal);
			} catch (error) {
				failure = error;
				if (isCancel(error)) break;
			}
		}
		throw failure instanceof Error ? failure : new Error(String(failure));
	};
}

/** The nearest first: a worker has no web server of its own. */
function placesOf(resumeUrl: string, environment: Environment, role: string): readonly string[] {
	const { pathname, search, href } = new URL(resumeUrl);
	const listens = environment.N8N_LISTEN_ADDRESS ?? '';
	const host = ['', '::', '0.0.0.0'].includes(listens) ? '127.0.0.1' : listens;
	const scheme = environment.N8N_PROTOCOL === 'https' ? 'https' : 'http';
	const name = host.includes(':') ? `[${host}]` : host;
	const here = `${scheme}://${name}:${environment.N8N_PORT ?? '5678'}${pathname}${search}`;
	return role === 'main' ? [here, href] : [href];
}

async function post(url: string, body: ResumeBody, signal: AbortSignal): Promise<'resumed' | 'over'> {
	const answer = await axios.post<unknown>(url, body, {
		signal,
		maxRedirects: 0,
		maxContentLength: ANSWER_BYTES,
		proxy: false,
		validateStatus: () => true,
		headers: { 'user-agent': 'n8n-nodes-whatsapp-kit' },
	});
	const { status, data } = answer;
	if (status === 200 && isToldOf(data, body.wait)) return 'resumed';
	if (status === 200 && typeof data === 'string' && data.includes(OVER)) return 'over';
	// The address has a signature in it that is nobody's business.
	throw new Error(`n8n answered with ${status}`);
}

function isToldOf(data: unknown, wait: string): boolean {
	return typeof data === 'object' && data !== null && (data as { resumed?: unknown }).resumed === wait;
}
