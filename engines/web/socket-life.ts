import type {
	BinaryNode,
	ConnectionState as LibraryState,
	WASocket,
	WAMessage,
	WAMessageUpdate,
	MessageUserReceiptUpdate,
} from '@whiskeysockets/baileys';
import type { Clock } from '../../messages/ports';
import type { SignatureWatch } from './signature-checks';
import { containFailures, isTransportFailure } from './contained-failures';
import { repairSignatureChecks } from './signature-checks';
import type { Baileys } from './load-baileys';
import { gatherWrites } from './gathered-writes';
import { limitOpening } from './opening-limit';
import { demandsPasskey } from './passkey-demand';
import type { ReceivedStanzas } from './received-stanzas';
import type { SessionRenewals } from './session-renewals';
import type { socketConfig } from './socket-config';

/** What one socket tells its connection. Called only while this socket is the current one. */
export interface SocketEvents {
	onQr(qr: string): void;
	onPaired(): void;
	onOpen(): void;
	onPasskeyDemand(): void;
	onCreds(): void;
	onMessages(messages: readonly WAMessage[], offline: boolean): void;
	onStatus(updates: readonly WAMessageUpdate[]): void;
	onGroupReceipts(receipts: readonly MessageUserReceiptUpdate[]): void;
	onGroupChanged(groupId: string): void;
	/** Something arrived that the library could not take. The session goes on. */
	onBrokenStanza(error: unknown): void;
}

export interface SocketLife {
	readonly socket: WASocket;
	/** Resolves once with the library's reason when the socket has ended, whoever ended it. Never rejects. */
	readonly ended: Promise<unknown>;
	/** Ends the socket; `ended` resolves. Idempotent. */
	end(): Promise<void>;
}

export interface SocketLifeOptions {
	readonly baileys: Baileys;
	readonly config: ReturnType<typeof socketConfig>;
	readonly stanzas: ReceivedStanzas;
	readonly renewals: SessionRenewals;
	readonly watch: SignatureWatch;
	readonly rootKey?: Buffer;
	readonly clock: Pick<Clock, 'sleep'>;
	readonly events: SocketEvents;
}

/**
 * One socket from birth to end. The library destroys its event emitter at the end, so every socket gets its
 * own listeners; they go with it.
 */
export function openSocketLife(options: SocketLifeOptions): SocketLife {
	const { baileys, events } = options;
	const repair = repairSignatureChecks(baileys);
	if (options.rootKey) baileys.WA_CERT_DETAILS.PUBLIC_KEY = options.rootKey;
	const socket = repair.watches.run(options.watch, () => baileys.makeWASocket(options.config));
	containFailures(socket.ws as never, (event, error) => {
		events.onBrokenStanza(error);
		if (isTransportFailure(event, error)) void socket.end(outOfStep(error) as never);
	});
	gatherWrites(socket.ws);
	options.stanzas.watch(socket.ws as never);
	options.renewals.watch(socket.ws as never);
	socket.ws.on('CB:notification', (node: BinaryNode) => {
		if (demandsPasskey(node)) events.onPasskeyDemand();
	});

	const ended = new Promise<unknown>((resolve) => {
		socket.ev.on('connection.update', (update) => {
			if (update.qr) events.onQr(update.qr);
			if (update.isNewLogin) events.onPaired();
			if (update.connection === ('open' satisfies LibraryState['connection'])) events.onOpen();
			if (update.connection === 'close') resolve(update.lastDisconnect?.error);
		});
	});
	limitOpening(socket.ws, {
		clock: options.clock,
		ended,
		onLate: () => void socket.end(notAnswered() as never),
	});
	listen(socket, events);
	return {
		socket,
		ended,
		async end() {
			// Without an error: the library then reports an ordinary close. It does nothing the second time.
			await socket.end(undefined);
		},
	};
}

function listen(socket: WASocket, events: SocketEvents): void {
	socket.ev.on('creds.update', () => events.onCreds());
	// `append` is not only our own echo: everything written while we were away arrives as such (baileys.md §4).
	socket.ev.on('messages.upsert', ({ messages, type }) => events.onMessages(messages, type === 'append'));
	socket.ev.on('messages.update', (updates) => events.onStatus(updates));
	socket.ev.on('message-receipt.update', (receipts) => events.onGroupReceipts(receipts));
	socket.ev.on('groups.update', (updates) => {
		for (const { id } of updates) if (id) events.onGroupChanged(id);
	});
	socket.ev.on('group-participants.update', ({ id }) => events.onGroupChanged(id));
}

/** Shaped like the library's own ends, so that it is treated as a broken line and comes back at once. */
function outOfStep(cause: unknown): Error {
	const error = new Error('The encrypted connection got out of step', { cause });
	return Object.assign(error, { output: { statusCode: 428 } });
}

/** The same for a server that takes the call and says nothing. */
function notAnswered(): Error {
	return Object.assign(new Error('The server did not answer'), { output: { statusCode: 408 } });
}
