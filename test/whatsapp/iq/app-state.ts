import { child, children, node } from '../binary-node';
import type { Answer, Query } from './router';

/** App state (mute, archive, contact names) is empty for good; uploaded patches are taken and forgotten. */
export function answerAppState({ iq }: Query): Answer {
	const collections = children(child(iq, 'sync'), 'collection').map(({ attrs }) =>
		node('collection', { name: attrs.name, version: attrs.version ?? '0', type: 'result' }),
	);
	return { content: [node('sync', {}, collections)] };
}
