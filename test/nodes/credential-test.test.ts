import type { ConnectionState } from '../../engines/engine';
import { KitError } from '../../messages/kit-error';
import { WhatsAppKit } from '../../nodes/WhatsAppKit/WhatsAppKit.node';
import { WhatsAppKitTrigger } from '../../nodes/WhatsAppKitTrigger/WhatsAppKitTrigger.node';
import { recordingLogger } from '../fixtures/quiet-logger';
import { fakeKit } from './fake-kit';

jest.mock('../../runtime/kit-registry', () => jest.requireActual('./fake-kit'));

beforeEach(() => fakeKit.reset());

const at = Date.UTC(2026, 0, 1);

async function test(id = 'credential-1') {
	const { testOwnNumber } = new WhatsAppKit().methods.credentialTest;
	const credential = { id, name: 'My number', type: 'whatsAppWebApi', data: {} };
	return await testOwnNumber.call({ logger: recordingLogger() } as never, credential as never);
}

function known(state: ConnectionState, phone: string | null = '+5511987654321'): void {
	fakeKit.states.set('credential-1', { state, phone, at });
}

describe('the test of a credential', () => {
	it('says the next step when the number was never linked', async () => {
		const result = await test();
		expect(result.status).toBe('Error');
		expect(result.message).toMatch(/^Saved\. Not linked/);
		expect(result.message).toContain('Session → Link');
	});

	it.each<ConnectionState>([
		{ kind: 'open', since: at, phone: '+5511987654321', lid: null, name: null },
		{ kind: 'connecting' },
		{ kind: 'closed' },
	])('is passed by a linked number ($kind)', async (state) => {
		known(state);
		expect(await test()).toEqual({ status: 'OK', message: expect.stringContaining('+5511987654321') });
	});

	it('names the process that holds the number, when it is another one', async () => {
		const state: ConnectionState = {
			kind: 'open',
			since: at,
			phone: '+5511987654321',
			lid: null,
			name: null,
		};
		fakeKit.states.set('credential-1', {
			state,
			phone: state.phone,
			at,
			owner: 'process 7 (worker) on host',
		});
		const elsewhere = await test();
		expect(elsewhere.message).toMatch(
			/connected\. The connection is held by the process 7 \(worker\) on host\.$/,
		);
		fakeKit.states.set('credential-1', { state, phone: state.phone, at, owner: 'this process' });
		expect((await test()).message).toMatch(/connected\.$/);
	});

	it.each<[ConnectionState, RegExp]>([
		[{ kind: 'connecting' }, /Saved\. Not linked yet/],
		[{ kind: 'needsLink' }, /Saved\. Not linked yet/],
		[{ kind: 'needsLink', qr: 'x' }, /Waiting for the QR code/],
		[{ kind: 'needsLink', reason: 'The QR code expired' }, /The QR code expired\. Run the node/],
		[{ kind: 'needsPasskey', reason: 'It asks for a passkey' }, /now\. It asks for a passkey\. Try/],
	])('tells how far linking has come: %j', async (state, words) => {
		known(state, null);
		const result = await test();
		expect(result.status).toBe('Error');
		expect(result.message).toMatch(words);
	});

	it.each<[ConnectionState, RegExp]>([
		[
			{ kind: 'backingOff', until: at, reason: 'no network', attempt: 3 },
			/not connected: no network\. .*2026-01-01T00:00:00Z/,
		],
		[
			{ kind: 'restricted', until: at, reason: 'error 463' },
			/restricts.*463\. .*ends at 2026-01-01T00:00:00Z/,
		],
		[{ kind: 'restricted', until: null, reason: 'error 463' }, /463\. .*WhatsApp on the phone/],
		[{ kind: 'replaced', reason: 'code 440' }, /Opened elsewhere\. code 440\./],
		[{ kind: 'loggedOut', reason: 'on the phone' }, /Logged out\. on the phone\. .*Session → Link/],
		[{ kind: 'banned', reason: 'code 403' }, /Blocked by WhatsApp.*403\./],
		[
			{
				kind: 'stopped',
				reason: 'code 405',
				error: new KitError({ code: 'accountStopped', what: 'x', next: 'Update it.' }),
			},
			/405\. Update it\./,
		],
	])('tells what a person has to do: %j', async (state, words) => {
		known(state);
		const result = await test();
		expect(result.status).toBe('Error');
		expect(result.message).toMatch(words);
	});

	it('asks to save first when there is no id yet', async () => {
		expect((await test('')).message).toContain('Save the credential first');
	});

	it('tells a broken store in words', async () => {
		fakeKit.lastKnown = async () => {
			throw new KitError({ code: 'storage', what: 'The store cannot be read.', next: 'Look at the disk.' });
		};
		expect(await test()).toEqual({ status: 'Error', message: 'The store cannot be read. Look at the disk.' });
	});

	it('never opens a session', async () => {
		known({ kind: 'closed' });
		await test();
		expect(fakeKit.acquired).toEqual([]);
	});

	it.each([new WhatsAppKit(), new WhatsAppKitTrigger()])(
		'is offered by the node $description.name',
		(node) => {
			const [credential] = node.description.credentials!;
			expect(node.methods.credentialTest).toHaveProperty(credential!.testedBy as string);
		},
	);
});
