import type { BinaryNode } from '../binary-node';
import { node, SERVER } from '../binary-node';
import type { Connection } from '../connection';
import type { DeviceAddress } from '../directory';
import type { LoopbackWhatsApp } from '../server';
import { answerAbProps } from './ab-props';
import { answerAppState } from './app-state';
import { answerBlocklist } from './blocklist';
import { answerEncrypt } from './encrypt';
import { answerGroups } from './groups';
import { answerMd } from './md';
import { answerMedia } from './media';
import { answerMex } from './mex';
import { answerPassive } from './passive';
import { answerPicture } from './picture';
import { answerPrivacy } from './privacy';
import { answerUsync } from './usync';

/** A query and all an answer may need. `who` is missing for a client that is not linked yet. */
export interface Query {
	readonly server: LoopbackWhatsApp;
	readonly connection: Connection;
	readonly who: DeviceAddress | undefined;
	readonly iq: BinaryNode;
}

/** Content of the result; `done` runs after the result was written. */
export interface Answer {
	readonly content?: BinaryNode[];
	readonly done?: () => void;
}

/** A refusal a client gets as `<error code text/>`. */
export class QueryError extends Error {
	readonly code: number;

	constructor(code: number, text: string) {
		super(text);
		this.code = code;
	}
}

type Responder = (query: Query) => Answer;

const nothing: Responder = () => ({});

/** One responder per XML namespace. */
const RESPONDERS: Readonly<Record<string, Responder>> = {
	abt: answerAbProps,
	blocklist: answerBlocklist,
	disappearing_mode: nothing,
	encrypt: answerEncrypt,
	md: answerMd,
	passive: answerPassive,
	privacy: answerPrivacy,
	status: nothing,
	'urn:xmpp:whatsapp:dirty': nothing,
	usync: answerUsync,
	'w:g2': answerGroups,
	'w:m': answerMedia,
	'w:mex': answerMex,
	'w:p': nothing,
	'w:profile:picture': answerPicture,
	'w:stats': nothing,
	'w:sync:app:state': answerAppState,
};

export function answerQuery(server: LoopbackWhatsApp, connection: Connection, iq: BinaryNode): void {
	const { type, xmlns = '' } = iq.attrs;
	if (type === 'result' || type === 'error') return;
	const to = iq.attrs.to ?? SERVER;
	const reply = { id: iq.attrs.id, from: to.startsWith('@') ? to.slice(1) : to };
	try {
		const responder = RESPONDERS[xmlns];
		if (!responder) throw new QueryError(501, 'feature-not-implemented');
		const answer = responder({ server, connection, who: connection.who, iq });
		connection.send(node('iq', { ...reply, type: 'result' }, answer.content));
		answer.done?.();
	} catch (error) {
		if (!(error instanceof QueryError)) throw error;
		if (error.code === 501) server.protocolErrors.push(new Error(`No answer for queries of ${xmlns}`));
		const reason = node('error', { code: error.code.toString(), text: error.message });
		connection.send(node('iq', { ...reply, type: 'error' }, [reason]));
	}
}

/** For queries only a linked device may make. */
export function requireDevice({ who }: Query): DeviceAddress {
	if (!who) throw new QueryError(401, 'not-authorized');
	return who;
}
