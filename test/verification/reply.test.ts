import type { SendMessageRequest } from '../../sessions/session';
import { replyQuietly, type ReplyPorts } from '../../verification/reply';
import { ManualClock } from '../fixtures/manual-clock';
import { recordingLogger } from '../fixtures/quiet-logger';
import { MemoryVerifications } from './memory/memory-verifications';

const CHAT = '5511987654321@s.whatsapp.net';
const reply = { chatId: CHAT, eventId: 'message:m', verificationId: 'v-1', text: 'Welcome' };

function world(send?: ReplyPorts['send']) {
	const sent: SendMessageRequest[] = [];
	const logger = recordingLogger();
	const take: ReplyPorts['send'] = async (request) => await Promise.resolve(sent.push(request));
	const ports = { store: new MemoryVerifications(), clock: new ManualClock(), logger, send: send ?? take };
	return { sent, logger, ports };
}

describe('the answer to whoever answered', () => {
	test('goes to the chat it came from, once for each event, and soon or not at all', async () => {
		const { sent, ports, logger } = world();
		await replyQuietly(reply, ports);
		expect(sent).toEqual([
			{
				recipient: CHAT,
				message: { kind: 'text', text: 'Welcome' },
				maxWaitMs: 60_000,
				idempotencyKey: 'verification:v-1:message:m',
			},
		]);
		expect(logger.lines).toEqual([]);
	});

	test('has a key that is not too long, however long the name of its event', async () => {
		const { sent, ports } = world();
		await replyQuietly({ ...reply, eventId: 'e'.repeat(2_000) }, ports);
		expect(sent[0]!.idempotencyKey).toHaveLength(1_000);
	});

	test('is none where there is nothing to say', async () => {
		const { sent, ports } = world();
		await replyQuietly({ ...reply, text: '' }, ports);
		expect(sent).toEqual([]);
	});

	test.each([
		[new Error('Not connected.'), 'Not connected.'],
		['gone', 'gone'],
	])('fails quietly, and says so without its words', async (error, told) => {
		const { ports, logger } = world(async () => {
			throw await Promise.resolve(error);
		});
		await replyQuietly(reply, ports);
		expect(logger.lines).toEqual([
			{
				level: 'warn',
				message: 'The answer to a verification could not be sent',
				details: { verification: 'v-1', error: told },
			},
		]);
	});
});
