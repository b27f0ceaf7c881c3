import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock, Random } from '../../messages/ports';

export type { Clock, Random };

export const systemClock: Clock = {
	now: () => Date.now(),
	sleep: (ms, signal) => sleep(ms, undefined, { signal }),
};

export const systemRandom: Random = {
	unit: () => Math.random(),
	bytes: (length) => new Uint8Array(randomBytes(length)),
};

/** What the client library asks of a logger; the simulated phones have nothing to say. */
export const silentLogger = {
	level: 'silent',
	child: () => silentLogger,
	trace: () => undefined,
	debug: () => undefined,
	info: () => undefined,
	warn: () => undefined,
	error: () => undefined,
};

export const unixSeconds = (clock: Clock): string => Math.floor(clock.now() / 1000).toString();

/** Upper-case hex, as WhatsApp's message ids are. */
export const hexId = (random: Random, bytes: number): string =>
	Buffer.from(random.bytes(bytes)).toString('hex').toUpperCase();
