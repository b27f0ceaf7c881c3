import { CredentialWatch } from '../../nodes/WhatsAppKitTrigger/credential-watch';
import { ManualClock } from '../fixtures/manual-clock';
import { recordingLogger } from '../fixtures/quiet-logger';
import { FakeKit } from './fake-kit';

const account = { id: 'credential-1', name: 'Shop', engine: 'web' as const, credential: { storageKey: '' } };
const edited = { ...account, credential: { storageKey: 'new' } };

function setUp() {
	const kit = new FakeKit();
	const clock = new ManualClock();
	const logger = recordingLogger();
	const n8n = { read: async () => await Promise.resolve(account) };
	const watch = new CredentialWatch(account, {
		read: async () => await n8n.read(),
		acquire: async (given) => await kit.acquire(given),
		clock,
		logger,
	});
	return { kit, clock, logger, n8n, watch };
}

describe('a published trigger', () => {
	it('brings an edited credential to the kit within a minute, once', async () => {
		const { kit, clock, n8n, watch } = setUp();
		void watch.run();
		await clock.advance(180_000);
		expect(kit.acquired).toEqual([]);
		n8n.read = async () => await Promise.resolve(edited);
		await clock.advance(60_000);
		await clock.advance(180_000);
		expect(kit.acquired).toEqual([edited]);
		expect(kit.released).toBe(1);
		watch.close();
	});

	it('keeps to what it knows while n8n does not say, and tries again what the kit refused', async () => {
		const { kit, clock, logger, n8n, watch } = setUp();
		n8n.read = async () => await Promise.reject(new Error('not this late'));
		void watch.run();
		await clock.advance(120_000);
		expect(kit.acquired).toEqual([]);
		n8n.read = async () => await Promise.resolve(edited);
		kit.failures = [new Error('unusable')];
		await clock.advance(120_000);
		expect(kit.released).toBe(1);
		expect(logger.lines.filter(({ level }) => level === 'warn' || level === 'error')).toEqual([]);
		watch.close();
	});

	it('does not look any more once closed', async () => {
		const { clock, watch } = setUp();
		const running = watch.run();
		await clock.advance(1);
		watch.close();
		await running;
		expect(clock.sleeping).toBe(0);
	});
});
