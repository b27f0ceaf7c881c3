import { child, children, contentBytes, elements, node } from '../binary-node';
import type { BinaryNode } from '../binary-node';
import type { Account } from '../directory';
import { digitsOnly, modeOf, userJid } from '../jids';
import { unixSeconds } from '../ports';
import type { LoopbackWhatsApp } from '../server';
import type { Answer, Query } from './router';

/** "Tell me about these users": are they on WhatsApp, which devices have they, what is their LID. */
export function answerUsync({ server, iq }: Query): Answer {
	const usync = child(iq, 'usync');
	const asked = elements(child(usync, 'query')).map(({ tag }) => tag);
	const users = children(child(usync, 'list'), 'user').map((user) => describe(server, asked, user));
	const attrs = {
		sid: usync?.attrs.sid,
		index: '0',
		last: 'true',
		mode: usync?.attrs.mode,
		context: usync?.attrs.context,
	};
	const results = asked.map((protocol) => node(protocol));
	return { content: [node('usync', attrs, [node('result', {}, results), node('list', {}, users)])] };
}

function describe(server: LoopbackWhatsApp, asked: readonly string[], user: BinaryNode): BinaryNode {
	const contact = child(user, 'contact');
	const typed = contact?.content === undefined ? undefined : contentBytes(contact).toString();
	if (typed !== undefined) {
		const account = server.directory.lookUp(digitsOnly(typed));
		const jid = account?.jid('pn') ?? userJid(digitsOnly(typed), 'pn');
		const type = account ? 'in' : 'out';
		const known = node('contact', { type }, Buffer.from(typed));
		return node('user', { jid }, [known, ...facts(server, asked, account, 'pn')]);
	}
	const jid = user.attrs.jid ?? '';
	return node('user', { jid }, facts(server, asked, server.directory.find(jid), modeOf(jid)));
}

function facts(
	server: LoopbackWhatsApp,
	asked: readonly string[],
	account: Account | undefined,
	mode: 'pn' | 'lid',
): BinaryNode[] {
	if (!account) return [];
	const answers: Readonly<Record<string, () => BinaryNode[]>> = {
		devices: () => [devices(server, account)],
		lid: () => (mode === 'pn' ? [node('lid', { val: account.jid('lid') })] : []),
		status: () => [node('status', { t: unixSeconds(server.clock) }, Buffer.from(account.phone.about))],
		disappearing_mode: () => [node('disappearing_mode', { duration: '0', t: '0' })],
	};
	return asked.flatMap((protocol) => answers[protocol]?.() ?? []);
}

function devices(server: LoopbackWhatsApp, account: Account): BinaryNode {
	const list = account.deviceNumbers().map((id) => {
		const keyIndex = account.devices.get(id)?.keyIndex.toString();
		return node('device', { id: id.toString(), 'key-index': keyIndex });
	});
	const indexes = node('key-index-list', { ts: unixSeconds(server.clock) });
	return node('devices', {}, [node('device-list', {}, list), indexes]);
}
