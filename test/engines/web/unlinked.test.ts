import { createKit } from '../../../runtime/create-kit';
import { recordingLogger } from '../../fixtures/quiet-logger';
import { temporaryStore } from '../../fixtures/temporary-store';

const never = new AbortController().signal;

describe('an account that nobody linked', () => {
	it('connects to nothing, says what to do, and refuses to send', async () => {
		const { folder, dispose } = await temporaryStore();
		// Port 9 refuses at once: an attempt to connect would show in the state.
		const environment = { WHATSAPP_KIT_HOME: folder, WHATSAPP_KIT_SERVER_URL: 'ws://127.0.0.1:9/ws/chat' };
		const kit = createKit({ logger: recordingLogger() }, environment);
		const { session, release } = await kit.acquire({ id: 'c1', name: 'Shop', engine: 'web', credential: {} });
		try {
			await expect(
				session.send({
					recipient: '+4915123456789',
					message: { kind: 'text', text: 'Hi' },
					idempotencyKey: 'k',
				}),
			).rejects.toMatchObject({ code: 'notLinked' });
			await expect(session.status()).resolves.toMatchObject({
				state: 'needsLink',
				text: 'Not linked yet.',
				next: expect.stringContaining('Session → Link') as string,
			});
			await expect(session.listGroups(never)).rejects.toMatchObject({ code: 'notLinked' });
		} finally {
			release();
			await kit.close();
			await dispose();
		}
	});
});
