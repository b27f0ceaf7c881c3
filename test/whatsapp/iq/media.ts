import { node } from '../binary-node';
import type { Answer, Query } from './router';

export const answerMedia = ({ server }: Query): Answer => ({
	content: [
		node('media_conn', { auth: server.media.authToken, ttl: '3600', auth_ttl: '21600', max_buckets: '12' }, [
			node('host', { hostname: server.media.hostname, type: 'primary', maxContentLengthBytes: '104857600' }),
		]),
	],
});
