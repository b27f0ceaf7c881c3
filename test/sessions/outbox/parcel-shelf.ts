import type { ParcelPart, SessionStore } from '../../../sessions/store';

type ParcelStore = Pick<SessionStore, 'putParcelPart' | 'readParcelPart' | 'removeParcel'>;

/** Large parts of letters in memory. */
export class ParcelShelf implements ParcelStore {
	readonly parts = new Map<string, ParcelPart>();

	/** Makes removing fail. */
	stuck = false;

	async putParcelPart(part: ParcelPart): Promise<void> {
		this.parts.set(`${part.id}:${part.part}`, part);
		await Promise.resolve();
	}

	async readParcelPart(id: string, part: number): Promise<Uint8Array | null> {
		return await Promise.resolve(this.parts.get(`${id}:${part}`)?.body ?? null);
	}

	async removeParcel(id: string): Promise<void> {
		if (this.stuck) throw new Error('The disk is read-only.');
		for (const key of [...this.parts.keys()]) if (key.startsWith(`${id}:`)) this.parts.delete(key);
		await Promise.resolve();
	}
}
