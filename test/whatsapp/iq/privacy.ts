import { child, children, node } from '../binary-node';
import { requireDevice } from './router';
import type { Answer, Query } from './router';

/** Privacy settings, and the tokens a client gives to the people it writes to. */
export function answerPrivacy(query: Query): Answer {
	const { privacy } = requireDevice(query).account.phone;
	if (child(query.iq, 'tokens')) return {};
	for (const { attrs } of children(child(query.iq, 'privacy'), 'category')) {
		if (attrs.name !== undefined && attrs.value !== undefined) privacy.set(attrs.name, attrs.value);
	}
	const categories = [...privacy].map(([name, value]) => node('category', { name, value }));
	return { content: [node('privacy', {}, categories)] };
}
