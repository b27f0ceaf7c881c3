import { KitError } from '../../messages/kit-error';
import { WhatsAppKit } from '../../nodes/WhatsAppKit/WhatsAppKit.node';
import { recordingLogger } from '../fixtures/quiet-logger';
import { fakeKit } from './fake-kit';

jest.mock('../../runtime/kit-registry', () => jest.requireActual('./fake-kit'));

beforeEach(() => fakeKit.reset());

async function test(type: string) {
	const { testGateway } = new WhatsAppKit().methods.credentialTest;
	const credential = { id: 'credential-1', name: 'Shop', type, data: { accessToken: 'token-of-the-shop' } };
	return await testGateway.call({ logger: recordingLogger() } as never, credential as never);
}

describe('the test of a gateway credential', () => {
	it('asks the gateway the credential belongs to', async () => {
		expect(await test('wawpApi')).toEqual({ status: 'OK', message: 'Connected.' });
		expect(fakeKit.acquired).toMatchObject([
			{ engine: 'wawp', credential: { accessToken: 'token-of-the-shop' } },
		]);
	});

	it('says what a person has to do', async () => {
		fakeKit.triedOut = { usable: false, text: 'Saved. Scan the QR code.' };
		expect(await test('wawpApi')).toEqual({ status: 'Error', message: 'Saved. Scan the QR code.' });
	});

	it('says what is wrong with a field', async () => {
		fakeKit.triedOut = new KitError({ code: 'invalidInput', what: 'The field is empty.', next: 'Fill it.' });
		expect(await test('wawpApi')).toEqual({ status: 'Error', message: 'The field is empty. Fill it.' });
	});
});
