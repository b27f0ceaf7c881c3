// n8n has it loaded whoever talks to WhatsApp: the heap both sides share.
import 'n8n-workflow';
import { generateMessageIDV2, useMultiFileAuthState } from '@whiskeysockets/baileys';
import { muteSignalLibrary } from '../../whatsapp/signal-library-noise';
import type { WAMessage, WASocket } from '@whiskeysockets/baileys';
import { Batches } from './batches';
import { authOf, newSession } from './bare-session';
import { openBare, sendBare } from './bare-socket';
import type { ClientHandlers } from './client-orders';
import { say, serve } from './process-link';

/** The unmodified client library, told what to do by the bench. BENCH_AUTH_FOLDER takes its own file store. */
let socket: WASocket | undefined;

const batches = new Batches(async (to, text) => {
	if (!socket) throw new Error('link comes first');
	await sendBare(socket, () => generateMessageIDV2(socket?.user?.id), to, text);
});

function take(message: WAMessage): void {
	if (message.key.fromMe || !message.key.id) return;
	if (message.message?.conversation || message.message?.extendedTextMessage) batches.arrived(message.key.id);
	else if (message.messageStubType) say('stub', message.key.id);
}

const bareHandlers = {
	/** Works on the jobs of a bare BullMQ queue by sending them. */
	async answer({ name, redisPort, concurrency }: { name: string; redisPort: number; concurrency: number }) {
		const { Worker } = await import('bullmq');
		const send = async ({ to, text }: { to: string; text: string }): Promise<void> => {
			if (!socket) throw new Error('link comes first');
			await sendBare(socket, () => generateMessageIDV2(socket?.user?.id), to, text);
		};
		const connection = { host: '127.0.0.1', port: redisPort };
		const worker = new Worker(name, async (job) => await send(job.data as { to: string; text: string }), {
			connection,
			concurrency,
		});
		await worker.waitUntilReady();
	},

	async link({ url }: { readonly url: string }) {
		muteSignalLibrary();
		const folder = process.env.BENCH_AUTH_FOLDER;
		const files = folder ? await useMultiFileAuthState(folder) : undefined;
		const auth = files?.state ?? authOf(newSession());
		socket = await openBare(url, auth, {
			onQr: (qr) => say('qr', qr),
			onMessage: take,
			onCreds: () => void files?.saveCreds(),
		});
	},
	sendOneByOne: async (request: Parameters<ClientHandlers['sendOneByOne']>[0]) =>
		await batches.sendOneByOne(request),
	sendAtOnce: async (request: Parameters<ClientHandlers['sendAtOnce']>[0]) =>
		await batches.sendAtOnce(request),
	expect: (request: Parameters<ClientHandlers['expect']>[0]) => batches.expect(request),
	received: async (request: Parameters<ClientHandlers['received']>[0]) => await batches.received(request),
	beginProfile: async () => await batches.beginProfile(),
	endProfile: async (path: Parameters<ClientHandlers['endProfile']>[0]) => await batches.endProfile(path),
} satisfies ClientHandlers & Record<string, unknown>;

export type BareHandlers = typeof bareHandlers;

serve(bareHandlers);
