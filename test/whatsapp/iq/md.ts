import { child } from '../binary-node';
import { parseJid } from '../jids';
import { takeCompanionFinish, takeCompanionHello } from '../pairing-code';
import { QueryError, requireDevice } from './router';
import type { Answer, Query } from './router';

/** Linking by code, and a client that unlinks itself. */
export function answerMd(query: Query): Answer {
	const { server, connection, iq } = query;
	const registration = child(iq, 'link_code_companion_reg');
	if (registration?.attrs.stage === 'companion_hello')
		return takeCompanionHello(server, connection, registration);
	if (registration?.attrs.stage === 'companion_finish')
		return takeCompanionFinish(server, connection, registration);
	const removal = child(iq, 'remove-companion-device');
	if (!removal) throw new QueryError(400, 'bad-request');
	const { account } = requireDevice(query);
	const { device } = parseJid(removal.attrs.jid);
	return { done: () => server.unlink(account, device) };
}
