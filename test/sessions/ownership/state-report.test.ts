import { KitError } from '../../../messages/kit-error';
import { StateReport } from '../../../sessions/state-report';
import { OPEN_STATE } from '../../fixtures/scripted-connection';
import { ownershipWorld } from './ownership-world';

const lease = { accountId: 'a', ownerId: 'me', fence: 1 };
const begin = async (world = ownershipWorld()) => ({
	...world,
	report: await StateReport.begin(lease, world.ports),
});

describe('the report of an account', () => {
	test('tells state, number and time', async () => {
		const { report, book, clock } = await begin();
		await report.write(OPEN_STATE);
		expect(book.states).toEqual([{ state: OPEN_STATE, phone: '+4915111', at: clock.now() }]);
	});

	test('keeps the number while it is not connected, also over a restart', async () => {
		const world = ownershipWorld();
		const { report, book } = await begin(world);
		await report.write(OPEN_STATE);
		await report.write({ kind: 'connecting' });
		expect(book.states.at(-1)).toMatchObject({ phone: '+4915111' });
		const { report: next } = await begin(world);
		await next.write({ kind: 'connecting' });
		expect(book.states.at(-1)).toMatchObject({ phone: '+4915111' });
	});

	test.each([
		{ kind: 'needsLink', reason: 'Not linked yet.' } as const,
		{ kind: 'loggedOut', reason: 'Logged out on the phone.' } as const,
	])('forgets the number of an account that is not linked ($kind)', async (state) => {
		const { report, book } = await begin();
		await report.write(OPEN_STATE);
		await report.write(state);
		expect(book.states.at(-1)).toMatchObject({ state, phone: null });
	});

	test('keeps what went wrong last, also when it is mended and after a restart', async () => {
		const world = ownershipWorld();
		const { report, book, clock } = await begin(world);
		const lastError = { text: 'The line broke.', at: clock.now() };
		await report.write({ kind: 'backingOff', until: 1, reason: 'The line broke.', attempt: 1 });
		await clock.advance(1_000);
		await report.write(OPEN_STATE);
		expect(book.states.at(-1)).toMatchObject({ state: { kind: 'open' }, lastError });
		const { report: next } = await begin(world);
		await next.write({ kind: 'connecting' });
		expect(book.states.at(-1)).toMatchObject({ lastError });
	});

	test('of a number that waits to be linked is no trouble, and shows nobody its codes', async () => {
		const { report, book } = await begin();
		await report.write({
			kind: 'needsLink',
			reason: 'Scan it.',
			qr: 'secret',
			pairingCode: 'SECRET',
			expiresAt: 1,
		});
		expect(book.states).toMatchObject([{ state: { kind: 'needsLink', reason: 'Scan it.' } }]);
		expect(book.states[0]!.lastError).toBeUndefined();
		expect(JSON.stringify(book.states).toLowerCase()).not.toContain('secret');
	});

	test('that it was closed does not hide why it had stopped', async () => {
		const { report, book } = await begin();
		await report.write({ kind: 'banned', reason: 'Banned.' });
		await report.write({ kind: 'closed' });
		expect(book.states.map(({ state }) => state.kind)).toEqual(['banned']);
	});

	test('says that it was closed when nothing was wrong', async () => {
		const { report, book } = await begin();
		await report.write({ kind: 'closed' });
		await report.write(OPEN_STATE);
		await report.write({ kind: 'closed' });
		expect(book.states.map(({ state }) => state.kind)).toEqual(['closed', 'open', 'closed']);
	});

	test('an account that could not be opened is stopped, with the reason', async () => {
		const { report, book } = await begin();
		const error = new KitError({ code: 'storage', what: 'The keys cannot be read.' });
		await report.failed(error);
		expect(book.states).toMatchObject([
			{ state: { kind: 'stopped', reason: 'The keys cannot be read.', error } },
		]);
	});

	test('of a fault of our own says nothing about the number', async () => {
		const { report, book } = await begin();
		await report.failed(new TypeError('undefined is not a function'));
		expect(book.states).toEqual([]);
	});

	test('that cannot be written or read ends nothing', async () => {
		const world = ownershipWorld();
		world.book.failing.add('readState').add('saveState');
		const { report, logger } = await begin(world);
		await report.write(OPEN_STATE);
		expect(logger.lines).toEqual([
			{
				level: 'debug',
				message: 'The state of a WhatsApp account could not be stored',
				details: { error: 'KitError: saveState failed' },
			},
		]);
	});
});
