import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { KitError } from '../../messages/kit-error';
import type { SessionStore } from '../store';
import { pack, unpack } from './packing';

/**
 * Up to this size a value travels through the queue, bytes; beyond it, through the store: the Redis of an n8n
 * is often small, and n8n itself stops when it is full.
 */
export const INLINE_BYTES = 64 * 1024;
/** One row of the store. */
const PART_BYTES = 512 * 1024;
/** Far above the largest file (100 MiB): bounds what a broken sender can make a process read. */
const MOST_BYTES = 256 * 1024 * 1024;

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const stored = z.object({
	id: z.string().max(100),
	/** The parcel's own key: neither Redis nor the store alone can read it. */
	key: z.base64(),
	parts: z.number().int().min(1),
	bytes: z.number().int().max(MOST_BYTES),
});
const carried = z.union([z.object({ inline: z.base64() }), z.object({ stored })]);
const schema = z.union([
	z.object({ value: z.unknown(), files: z.array(carried).optional() }),
	z.object({ whole: stored, files: z.array(carried).optional() }),
]);

type ParcelStore = Pick<SessionStore, 'putParcelPart' | 'readParcelPart' | 'removeParcel'>;
type Stored = z.output<typeof stored>;
type Carried = z.output<typeof carried>;

/** A value as JSON that may travel, whatever its size: what is large waits in the store, sealed. */
export class Freight {
	readonly #store: ParcelStore;

	constructor(store: ParcelStore) {
		this.#store = store;
	}

	/** `until` (epoch ms): from then on nobody comes for it. */
	async load(value: unknown, until: number): Promise<unknown> {
		const packed = pack(value);
		let inline = 0;
		const files: Carried[] = [];
		for (const file of packed.files) {
			inline += file.byteLength;
			const here = inline <= INLINE_BYTES;
			files.push(
				here ? { inline: Buffer.from(file).toString('base64') } : { stored: await this.#put(file, until) },
			);
		}
		const beside = files.length > 0 ? { files } : {};
		if (packed.size <= INLINE_BYTES) return { value: packed.value, ...beside };
		return { whole: await this.#put(Buffer.from(JSON.stringify(packed.value)), until), ...beside };
	}

	/** @throws KitError `unexpected` when it is not all there */
	async unload(freight: unknown): Promise<unknown> {
		const read = schema.safeParse(freight);
		if (!read.success) throw incomplete('It has another form.');
		const files = await Promise.all((read.data.files ?? []).map(async (file) => await this.#fetch(file)));
		if (!('whole' in read.data)) return unpack(read.data.value, files);
		return unpack(JSON.parse((await this.#take(read.data.whole)).toString('utf8')), files);
	}

	/** What it left in the store goes; harmless when nothing did. */
	async discard(freight: unknown): Promise<void> {
		const read = schema.safeParse(freight);
		if (!read.success) return;
		const parcels = (read.data.files ?? []).flatMap((file) => ('stored' in file ? [file.stored] : []));
		if ('whole' in read.data) parcels.push(read.data.whole);
		for (const { id } of parcels) await this.#store.removeParcel(id);
	}

	async #fetch(file: Carried): Promise<Uint8Array> {
		return 'inline' in file ? Buffer.from(file.inline, 'base64') : await this.#take(file.stored);
	}

	async #put(data: Uint8Array, until: number): Promise<Stored> {
		const id = randomUUID();
		const key = randomBytes(32);
		let parts = 0;
		// One short transaction for each part: other writers get their turn in between.
		for (let from = 0; from < data.byteLength || parts === 0; from += PART_BYTES) {
			const sealed = seal(data.subarray(from, from + PART_BYTES), key, parts);
			await this.#store.putParcelPart({ id, part: parts, body: sealed, until });
			parts += 1;
		}
		return { id, key: key.toString('base64'), parts, bytes: data.byteLength };
	}

	async #take({ id, key, parts, bytes }: Stored): Promise<Buffer> {
		const data: Buffer[] = [];
		for (let part = 0; part < parts; part += 1) {
			const sealed = await this.#store.readParcelPart(id, part);
			if (sealed === null) throw incomplete('A part of it is not in the store any more.');
			data.push(open(sealed, Buffer.from(key, 'base64'), part));
		}
		const whole = Buffer.concat(data);
		if (whole.byteLength !== bytes) throw incomplete('Its length is not what was announced.');
		return whole;
	}
}

function seal(part: Uint8Array, key: Buffer, index: number): Uint8Array {
	const nonce = randomBytes(NONCE_BYTES);
	const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(String(index)));
	return Buffer.concat([nonce, cipher.update(part), cipher.final(), cipher.getAuthTag()]);
}

function open(sealed: Uint8Array, key: Buffer, index: number): Buffer {
	const body = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
	const decipher = createDecipheriv(CIPHER, key, body.subarray(0, NONCE_BYTES))
		.setAAD(Buffer.from(String(index)))
		.setAuthTag(body.subarray(-TAG_BYTES));
	return Buffer.concat([decipher.update(body.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
}

function incomplete(why: string): KitError {
	return new KitError({
		code: 'unexpected',
		what: 'What another process of n8n handed over could not be read.',
		why,
		next: 'Try again; when it stays so, restart all processes of n8n, so that they run the same version.',
	});
}
