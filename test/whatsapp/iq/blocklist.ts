import { children, node } from '../binary-node';
import { requireDevice } from './router';
import type { Answer, Query } from './router';

export function answerBlocklist(query: Query): Answer {
	const { blocked } = requireDevice(query).account.phone;
	for (const { attrs } of children(query.iq, 'item')) {
		if (attrs.jid === undefined) continue;
		if (attrs.action === 'block') blocked.add(attrs.jid);
		else blocked.delete(attrs.jid);
	}
	return {
		content: [
			node(
				'list',
				{},
				[...blocked].map((jid) => node('item', { jid })),
			),
		],
	};
}
