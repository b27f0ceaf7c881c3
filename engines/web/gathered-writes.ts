import type { Duplex } from 'node:stream';

/** The part of the client library's socket this file needs: the answer that opens a WebSocket carries its stream. */
interface UpgradeSource {
	once(event: 'upgrade', listener: (response: { readonly socket: Duplex }) => void): unknown;
}

/**
 * Longest that stanzas gather in a turn of the event loop that does not end, ms. The server works on the first
 * ones meanwhile; waiting for the end would leave it idle until then.
 */
const GATHER_MS = 2;

type Done = (error?: Error | null) => void;

/**
 * Writes the small stanzas of one turn of the event loop together. Each received message is answered with a
 * receipt of its own, and each write is a system call and, on TLS, a record.
 *
 * The first stanza of a turn leaves at once, so a single one waits for nothing; those behind it leave together
 * after `GATHER_MS` or with the end of the turn, whichever comes first. A gathered one counts as written like one
 * in the system's own buffer: a line that breaks ends the socket in both cases, and nobody took a write for an
 * answer. More than the stream has room for is not gathered.
 *
 * @param now Any clock in ms that does not run backwards
 */
export function gatherWrites(source: UpgradeSource, now: () => number = () => performance.now()): void {
	source.once('upgrade', ({ socket }) => gatherOn(socket, now));
}

function gatherOn(stream: Duplex, now: () => number): void {
	const write = stream.write.bind(stream) as (chunk: unknown, done?: Done) => boolean;
	let turn: NodeJS.Immediate | undefined;
	let corked = false;
	let leftAt = 0;
	const leave = (): void => {
		if (corked) stream.uncork();
		corked = false;
		leftAt = now();
	};
	const endTurn = (): void => {
		turn = undefined;
		leave();
	};
	stream.write = (chunk: unknown, ...rest: unknown[]): boolean => {
		const done = rest.find((value) => typeof value === 'function') as Done | undefined;
		if (turn === undefined || stream.writableNeedDrain) {
			turn ??= setImmediate(endTurn);
			leave();
			return write(chunk, done);
		}
		if (!corked) stream.cork();
		corked = true;
		const room = write(chunk);
		if (!room || now() - leftAt >= GATHER_MS) leave();
		done?.();
		return room;
	};
}
