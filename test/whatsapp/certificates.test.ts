import { Curve, WA_CERT_DETAILS } from '@whiskeysockets/baileys';
import type { CertificateFault } from './certificate-chain';
import { startLoopbackWhatsApp } from './server';
import type { LoopbackWhatsApp } from './server';
import { muteSignalLibrary } from './signal-library-noise';
import { verifySignature } from './signatures';
import { StockClient } from './stock-client';

const stock = { verify: Curve.verify, root: WA_CERT_DETAILS.PUBLIC_KEY };
let server: LoopbackWhatsApp;

beforeEach(async () => {
	muteSignalLibrary();
	server = await startLoopbackWhatsApp();
	// A client whose signature check has been repaired, and which trusts this server's root.
	Curve.verify = verifySignature;
	WA_CERT_DETAILS.PUBLIC_KEY = Buffer.from(server.rootKeyHex, 'hex');
});
afterEach(async () => {
	Curve.verify = stock.verify;
	WA_CERT_DETAILS.PUBLIC_KEY = stock.root;
	await server.close();
});

test('a strict client accepts the chain, links and comes online', async () => {
	const owner = server.addPhone({ phone: '5511987654321', name: 'Shop' });
	const client = await new StockClient(server).linkByQr(owner);
	await client.end();
});

test.each<CertificateFault>(['untrustedRoot', 'badLeafSignature', 'wrongIssuer'])(
	'a strict client refuses a chain with %s',
	async (fault) => {
		server.faults.certificate = fault;
		const client = new StockClient(server);
		const closed = client.nextClose();
		client.connect();
		expect((await closed).code).toBe(400);
		expect(client.updates.all.some(({ qr }) => qr)).toBe(false);
	},
);

test('a stock client does not notice an untrusted root', async () => {
	Curve.verify = stock.verify;
	server.faults.certificate = 'untrustedRoot';
	const client = new StockClient(server).connect();
	await client.updates.waitFor((update) => update.qr !== undefined);
	await client.end();
});
