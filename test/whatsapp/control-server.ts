import { BufferJSON } from '@whiskeysockets/baileys';
import type { BinaryNode } from './binary-node';
import { ControlError, phoneOf } from './control-request';
import type { ControlRequest } from './control-request';
import type { Phone } from './phone';
import type { LoopbackWhatsApp } from './server';

type Trouble = (server: LoopbackWhatsApp, phone: Phone, request: ControlRequest) => unknown;

/** POST /accounts/:digits/<name>: what happens to the connections of an account's linked devices. */
export const ACCOUNT_TROUBLES: Readonly<Record<string, Trouble>> = {
	drop: (server, phone) => ({ dropped: server.dropSocket(phone) }),
	silent: (server, phone) => server.goSilent(phone),
	replace: (server, phone) => server.replace(phone),
	'end-stream': (server, phone) => server.endStream(phone),
	downgrade: (server, phone) => server.downgrade(phone),
	'stream-error': (server, phone, { body }) => server.streamError(phone, body.number('code')),
	fail: (server, phone, { body }) => server.fail(phone, body.number('reason')),
	redeliver: (server, phone, { body }) => {
		const id = body.optionalString('messageId');
		const matches = (message: BinaryNode): boolean => id === undefined || message.attrs.id === id;
		return { redelivered: server.redeliver(phone, matches, body.optionalNumber('limit')) };
	},
	raw: (server, phone, { body }) => {
		const stanza = JSON.parse(JSON.stringify(body.object('stanza')), BufferJSON.reviver) as BinaryNode;
		server.sendRaw(phone, stanza);
	},
	bytes: (server, phone, { body }) => {
		const undecryptable = body.optionalBoolean('undecryptable') ?? false;
		server.sendBytes(phone, Buffer.from(body.string('base64'), 'base64'), { undecryptable });
	},
	restrict: (server, phone, { body }) => server.restrict(phone, body.optionalNumber('untilSeconds')),
	'wait-login': (server, phone, { body }) =>
		server.waitForLogin(phone, { timeoutMs: body.optionalNumber('timeoutMs') }),
};

const CERTIFICATES = ['valid', 'untrustedRoot', 'badLeafSignature', 'wrongIssuer'] as const;

/** POST /faults: any of these fields at once; `calm` turns everything off first. */
export function setFaults({ server, body }: ControlRequest): void {
	const { faults } = server;
	const times = body.optionalNumber('times');
	if (body.optionalBoolean('calm')) {
		faults.calm();
		server.demandPasskeyOnLink = false;
	}
	if (body.has('refuseWith')) {
		faults.refuseMessages({ error: body.number('refuseWith'), times, to: body.optionalString('to') });
	}
	if (body.has('loseAcks')) faults.loseAcks({ times: body.number('loseAcks') });
	if (body.has('delayAcksMs')) faults.delayAcks(body.number('delayAcksMs'), { times });
	if (body.has('failLoginsWith')) faults.failLogins(body.number('failLoginsWith'), { times });
	if (body.has('dropAtRandom')) faults.dropAtRandom(body.number('dropAtRandom'));
	faults.latencyMs = body.optionalNumber('latencyMs') ?? faults.latencyMs;
	faults.certificate = body.choice('certificate', CERTIFICATES) ?? faults.certificate;
	server.demandPasskeyOnLink = body.optionalBoolean('demandPasskeyOnLink') ?? server.demandPasskeyOnLink;
	if (body.has('mediaStatus')) server.media.failAllWith = body.number('mediaStatus') || undefined;
}

export function makeGroup({ server, body }: ControlRequest): unknown {
	const participants = body.strings('participants').map((digits) => phoneOf(server, digits));
	const addressing = body.choice('addressing', ['pn', 'lid']);
	const group = server.addGroup({ subject: body.string('subject'), participants, addressing });
	return { jid: group.jid };
}

export function changeGroup({ server, path, body }: ControlRequest): void {
	const group = server.groups.find(path.jid ?? '');
	if (!group) throw new ControlError(404, `There is no group ${path.jid}`);
	const author = body.has('author') ? phoneOf(server, body.string('author')).account : group.owner;
	const accounts = (): Phone['account'][] =>
		body.strings('participants').map((digits) => phoneOf(server, digits).account);
	if (path.change === 'add') server.groups.add(group, accounts(), author);
	else if (path.change === 'remove') server.groups.remove(group, accounts(), author);
	else if (path.change === 'subject') server.groups.setSubject(group, body.string('subject'), author);
	else throw new ControlError(404, `A group cannot be asked to "${path.change}"`);
}

export function readLog({ server, query }: ControlRequest): unknown {
	const direction = query.get('direction');
	const filter = {
		direction: direction === 'in' || direction === 'out' ? direction : undefined,
		account: query.get('account') ?? undefined,
		tag: query.get('tag') ?? undefined,
		child: query.get('child') ?? undefined,
	} as const;
	const limit = Number(query.get('limit') ?? 100);
	return { stanzas: server.log.filter(filter).slice(-limit) };
}
