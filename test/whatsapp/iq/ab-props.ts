import { node } from '../binary-node';
import type { Answer } from './router';

/** Feature switches of the server; none is set, which leaves the client at its own defaults. */
export const answerAbProps = (): Answer => ({
	content: [node('props', { protocol: '1', ab_key: 'loopback', hash: 'loopback', refresh: '86400' })],
});
