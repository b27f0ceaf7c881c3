import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSocketServer, type AddressInfo, type Socket } from 'node:net';

/** A server on loopback that ends with its test, connections included. */
export interface FileServer {
	readonly port: number;
	/** `http://127.0.0.1:<port>` */
	readonly origin: string;
	/** Paths asked for, in order. */
	readonly requests: string[];
	/** Open connections, to see that nothing is left behind. */
	connections(): Promise<number>;
	close(): Promise<void>;
}

export async function serveHttp(listener: RequestListener): Promise<FileServer> {
	const requests: string[] = [];
	const server = createServer((request, response) => {
		requests.push(request.url ?? '');
		listener(request, response);
	});
	return await listening(server, requests, () => server.closeAllConnections());
}

/** For answers no HTTP library would write. */
export async function serveRaw(answer: (socket: Socket) => void): Promise<FileServer> {
	const sockets = new Set<Socket>();
	const requests: string[] = [];
	const server = createSocketServer((socket) => {
		sockets.add(socket);
		socket.on('error', () => socket.destroy());
		socket.on('close', () => sockets.delete(socket));
		socket.once('data', (head) => {
			requests.push(head.toString('latin1').split(' ')[1] ?? '');
			answer(socket);
		});
	});
	return await listening(server as Server, requests, () => {
		for (const socket of sockets) socket.destroy();
	});
}

async function listening(server: Server, requests: string[], disconnect: () => void): Promise<FileServer> {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		port,
		origin: `http://127.0.0.1:${port}`,
		requests,
		connections: () =>
			new Promise((resolve, reject) => {
				server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
			}),
		close: async () => {
			disconnect();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
}
