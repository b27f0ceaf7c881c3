import { QueryIds } from '@whiskeysockets/baileys';
import { child, node } from '../binary-node';
import { QueryError } from './router';
import type { Answer, Query } from './router';

/** WhatsApp's GraphQL: a query id stands for a stored query; the answer is JSON. */
export function answerMex({ server, iq }: Query): Answer {
	const { limits } = server;
	const answers: Readonly<Record<string, unknown>> = {
		[QueryIds.REACHOUT_TIMELOCK]: { xwa2_fetch_account_reachout_timelock: limits.reachoutTimelock },
		[QueryIds.MESSAGE_CAPPING_INFO]: { xwa2_message_capping_info: limits.newChatCap },
	};
	const data = answers[child(iq, 'query')?.attrs.query_id ?? ''];
	if (data === undefined) throw new QueryError(404, 'unknown-query');
	return { content: [node('result', {}, Buffer.from(JSON.stringify({ data })))] };
}
