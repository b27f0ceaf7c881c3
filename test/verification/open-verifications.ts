import type { KitStore } from '../../storage/kit-store';
import type { VerificationStore } from '../../verification/store';
import { MemoryVerifications } from './memory/memory-verifications';

export interface OpenVerifications {
	readonly store: VerificationStore;
	/** A further store over the same data, as another process has it; ends with `dispose`. */
	reopen(): Promise<VerificationStore>;
	dispose(): Promise<void>;
}

/**
 * A real embedded store in a folder of its own. A mutation run tries every change with many tests and so sets
 * `WHATSAPP_KIT_MEMORY_STORE` for one that is there at once and passes the same suite.
 */
export async function openVerifications(): Promise<OpenVerifications> {
	return process.env.WHATSAPP_KIT_MEMORY_STORE === '1' ? inMemory() : await embedded();
}

function inMemory(): OpenVerifications {
	const store = new MemoryVerifications();
	return {
		store,
		reopen: async () => await Promise.resolve(new MemoryVerifications(store.tables)),
		dispose: async () => await Promise.resolve(),
	};
}

async function embedded(): Promise<OpenVerifications> {
	// Loaded where it is needed only: that alone takes longer than all tests of a suite in memory.
	const { temporaryStore } = jest.requireActual<typeof import('../fixtures/temporary-store')>(
		'../fixtures/temporary-store',
	);
	const { openStore } =
		jest.requireActual<typeof import('../../storage/open-store')>('../../storage/open-store');
	const { recordingLogger } =
		jest.requireActual<typeof import('../fixtures/quiet-logger')>('../fixtures/quiet-logger');
	const { store, folder, dispose } = await temporaryStore();
	const others: KitStore[] = [];
	return {
		store: (store as KitStore).verifications,
		async reopen() {
			const other = await openStore({ folder, logger: recordingLogger() });
			others.push(other);
			return other.verifications;
		},
		async dispose() {
			await Promise.all(others.map(async (other) => await other.close()));
			await dispose();
		},
	};
}
