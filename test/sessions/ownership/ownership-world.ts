import type { ConnectionWatcher } from '../../../sessions/connection-keeper';
import type { ManagedAccount, ManagedSessionPorts } from '../../../sessions/managed-account';
import { ManualClock } from '../../fixtures/manual-clock';
import { recordingLogger } from '../../fixtures/quiet-logger';
import { scriptedEngine } from '../../fixtures/scripted-connection';
import { LeaseBook } from './lease-book';

export const ME = { id: 'me', host: 'here', pid: 1, role: 'main' };
export const OTHER = { id: 'other', host: 'there', pid: 77, role: 'worker' };
export const never = new AbortController().signal;

/** One account, a process that wants it, and everything around it that a test drives by hand. */
export function ownershipWorld({ alive = true, storageKey = undefined as string | undefined } = {}) {
	const clock = new ManualClock();
	const logger = recordingLogger();
	const book = new LeaseBook();
	const engine = scriptedEngine();
	const ports: ManagedSessionPorts = {
		store: book.store,
		clock,
		logger,
		owner: ME,
		isAlive: () => alive,
		random: { unit: () => 0.5, bytes: (length) => new Uint8Array(length) },
		environment: {},
		fetchMedia: async () => await Promise.reject(new Error('no network in this test')),
	};
	const account: ManagedAccount = {
		account: { id: 'a', name: 'Shop', options: {} },
		engine,
		storageKey,
	};
	const heard: string[] = [];
	const watcher = {
		wanted: true as boolean,
		opened: () => void heard.push('opened'),
		state: ({ kind }) => void heard.push(kind),
		event: ({ id }) => void heard.push(`event ${id}`),
		beforeTaking: async () => await Promise.resolve(void heard.push('taking')),
		elsewhere: () => void heard.push('elsewhere'),
		closing: async () => await Promise.resolve(void heard.push('closing')),
		released: async () => await Promise.resolve(void heard.push('released')),
	} satisfies ConnectionWatcher;
	return { clock, logger, book, engine, ports, account, heard, watcher };
}
