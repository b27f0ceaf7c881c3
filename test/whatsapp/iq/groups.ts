import { child, children, contentBytes, elements, node } from '../binary-node';
import type { BinaryNode } from '../binary-node';
import type { Account } from '../directory';
import type { Group } from '../groups';
import { QueryError, requireDevice } from './router';
import type { Answer, Query } from './router';

/** w:g2: reading groups, and changing them. */
export function answerGroups(query: Query): Answer {
	const { account } = requireDevice(query);
	const { server, iq } = query;
	const [action] = elements(iq);
	if (!action) throw new QueryError(400, 'bad-request');
	if (iq.attrs.to?.startsWith('@')) return answerGlobal(query, account, action);
	const group = server.groups.find(iq.attrs.to ?? '');
	if (!group) throw new QueryError(404, 'item-not-found');
	if (!group.members.has(account)) throw new QueryError(403, 'forbidden');
	if (iq.attrs.type === 'get') return read(group, action);
	return change(query, account, group, action);
}

function answerGlobal({ server }: Query, account: Account, action: BinaryNode): Answer {
	if (action.tag === 'participating') {
		const mine = server.groups.all.filter((group) => group.members.has(account));
		return {
			content: [
				node(
					'groups',
					{},
					mine.map((group) => group.toNode()),
				),
			],
		};
	}
	if (action.tag === 'create') {
		const invited = accountsOf(server.directory.find.bind(server.directory), action);
		const options = {
			subject: action.attrs.subject ?? '',
			participants: [account, ...invited].map((a) => ({ account: a })),
		};
		return { content: [server.groups.create(options, account).toNode()] };
	}
	if (action.tag === 'leave') {
		const left = children(action, 'group').map(({ attrs }) => server.groups.find(attrs.id ?? ''));
		for (const group of left) if (group) server.groups.remove(group, [account], account);
		return { content: [node('leave')] };
	}
	if (action.tag === 'invite') {
		const group = server.groups.all.find(({ inviteCode }) => inviteCode === action.attrs.code);
		if (!group) throw new QueryError(404, 'item-not-found');
		server.groups.add(group, [account], account);
		return { content: [node('group', { jid: group.jid })] };
	}
	throw new QueryError(501, 'feature-not-implemented');
}

function read(group: Group, action: BinaryNode): Answer {
	if (action.tag === 'query') return { content: [group.toNode()] };
	if (action.tag === 'invite') return { content: [node('invite', { code: group.inviteCode })] };
	if (action.tag === 'membership_approval_requests') return { content: [node(action.tag, {}, [])] };
	throw new QueryError(501, 'feature-not-implemented');
}

function change({ server }: Query, author: Account, group: Group, action: BinaryNode): Answer {
	const { groups } = server;
	if (group.members.get(author) === 'member' && action.tag !== 'ephemeral') {
		throw new QueryError(403, 'forbidden');
	}
	const named = accountsOf(server.directory.find.bind(server.directory), action);
	const done: Answer = { content: [node(action.tag, {}, children(action, 'participant'))] };
	switch (action.tag) {
		case 'add':
			groups.add(group, named, author);
			return done;
		case 'remove':
			groups.remove(group, named, author);
			return done;
		case 'promote':
		case 'demote':
			groups.setRole(group, named, action.tag === 'promote' ? 'admin' : 'member', author);
			return done;
		case 'subject':
			groups.setSubject(group, contentBytes(action).toString(), author);
			return {};
		case 'description':
			return describe(server.groups, author, group, action);
		default:
			return setting(server.groups, author, group, action);
	}
}

function describe(
	groups: Query['server']['groups'],
	author: Account,
	group: Group,
	action: BinaryNode,
): Answer {
	const body = child(action, 'body');
	group.description = body && { id: action.attrs.id ?? '', body: contentBytes(body).toString() };
	groups.notify(group, author, node('description', { id: action.attrs.id }, body ? [body] : []));
	return {};
}

function setting(
	groups: Query['server']['groups'],
	author: Account,
	group: Group,
	action: BinaryNode,
): Answer {
	switch (action.tag) {
		case 'announcement':
		case 'not_announcement':
			group.announcement = action.tag === 'announcement';
			break;
		case 'locked':
		case 'unlocked':
			group.locked = action.tag === 'locked';
			break;
		case 'ephemeral':
		case 'not_ephemeral':
			group.ephemeralSeconds = Number(action.attrs.expiration ?? 0);
			break;
		default:
			throw new QueryError(501, 'feature-not-implemented');
	}
	groups.notify(group, author, node(action.tag, action.attrs));
	return {};
}

function accountsOf(find: (jid: string) => Account | undefined, action: BinaryNode): Account[] {
	return children(action, 'participant').flatMap(({ attrs }) => {
		const account = find(attrs.jid ?? '');
		return account ? [account] : [];
	});
}
