import { node } from '../binary-node';
import { QueryError } from './router';
import type { Answer, Query } from './router';

export function answerPicture({ server, iq }: Query): Answer {
	if (iq.attrs.type === 'set') return { content: [node('picture', { id: '1' })] };
	const account = server.directory.find(iq.attrs.target ?? '');
	const path = account?.phone.picturePath;
	if (path === undefined) throw new QueryError(404, 'item-not-found');
	const url = `https://${server.media.hostname}${path}`;
	return { content: [node('picture', { id: '1', type: 'image', url, direct_path: path })] };
}
