import type { Phone } from './phone';
import { startLoopbackWhatsApp } from './server';
import type { LoopbackOptions, LoopbackWhatsApp } from './server';
import { muteSignalLibrary } from './signal-library-noise';
import { StockClient } from './stock-client';
import type { ClientOptions } from './stock-client';

/** The scene most tests of the server play in: a shop with a linked client, and two customers. */
export interface LinkedShop {
	readonly server: LoopbackWhatsApp;
	readonly owner: Phone;
	readonly ana: Phone;
	readonly ben: Phone;
	readonly client: StockClient;
	close(): Promise<void>;
}

export async function openShop(
	options: ClientOptions = {},
	serverOptions: LoopbackOptions = {},
): Promise<LinkedShop> {
	muteSignalLibrary();
	const server = await startLoopbackWhatsApp(serverOptions);
	const owner = server.addPhone({ phone: '5511987654321', name: 'Shop' });
	const ana = server.addPhone({ phone: '4915123456789', name: 'Ana' });
	const ben = server.addPhone({ phone: '447700900123', name: 'Ben' });
	const client = await new StockClient(server, options).linkByQr(owner);
	await client.settled();
	const close = async (): Promise<void> => {
		await client.end();
		await server.close();
	};
	return { server, owner, ana, ben, client, close };
}
