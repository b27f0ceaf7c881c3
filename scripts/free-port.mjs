// Ports of loopback that nobody listens on.
import { createServer } from 'node:net';

/** `wanted` when it is free, else any free one. */
export async function freePort(wanted = 0) {
	try {
		return await tryPort(wanted);
	} catch {
		return await tryPort(0);
	}
}

function tryPort(port) {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
			const address = server.address();
			server.close(() => resolve(address.port));
		});
	});
}
