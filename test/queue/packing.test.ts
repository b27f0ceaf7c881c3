import { fc } from '../fixtures/properties';
import { temporaryStore } from '../fixtures/temporary-store';
import { KitError } from '../../messages/kit-error';
import { Freight, INLINE_BYTES } from '../../sessions/remote/freight';
import { pack, unpack } from '../../sessions/remote/packing';

const overTheWire = (value: unknown): unknown => {
	const packed = pack(value);
	return unpack(JSON.parse(JSON.stringify(packed.value)), packed.files);
};
const later = Date.now() + 60_000;

describe('values on their way to another process', () => {
	it('arrive as they left, whatever their fields are called', () => {
		const key = fc.oneof(fc.string(), fc.constantFrom('$file', '$error', '$plain', '$'));
		const { tree } = fc.letrec((tie) => ({
			tree: fc.oneof(
				{ maxDepth: 4 },
				fc.string(),
				fc.integer(),
				fc.boolean(),
				fc.constant(null),
				fc.array(tie('tree'), { maxLength: 4 }),
				fc.array(fc.tuple(key, tie('tree')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
			),
		}));
		fc.assert(
			fc.property(tree, (value) => {
				expect(overTheWire(value)).toEqual(JSON.parse(JSON.stringify(value)));
			}),
		);
	});

	it('keep their bytes and their errors', () => {
		const error = new KitError({
			code: 'refused',
			what: 'No.',
			why: 'Because.',
			retryAt: 5,
			cause: 'a secret',
		});
		const arrived = overTheWire({ file: Buffer.from('bytes'), list: [{ error }] }) as {
			file: Uint8Array;
			list: [{ error: KitError }];
		};
		expect(Buffer.from(arrived.file).toString()).toBe('bytes');
		expect(arrived.list[0].error).toMatchObject({
			code: 'refused',
			what: 'No.',
			why: 'Because.',
			retryAt: 5,
		});
		expect(arrived.list[0].error.cause).toBeUndefined();
	});

	it('are refused when they never end', () => {
		const circle: Record<string, unknown> = {};
		circle.self = circle;
		expect(() => pack(circle)).toThrow('nested');
	});
});

describe('freight', () => {
	it.each([0, 1, INLINE_BYTES, INLINE_BYTES + 1, 512 * 1024, 1_500_000])(
		'of %i bytes arrives, and leaves nothing in the store',
		async (bytes) => {
			const { store, dispose } = await temporaryStore();
			try {
				const freight = new Freight(store);
				const value = { file: Buffer.alloc(bytes, 'x'), text: 'y'.repeat(bytes) };
				const loaded = JSON.parse(JSON.stringify(await freight.load(value, later))) as unknown;
				expect(JSON.stringify(loaded).length).toBeLessThan(4 * INLINE_BYTES);
				const arrived = (await freight.unload(loaded)) as typeof value;
				expect(Buffer.from(arrived.file).equals(value.file)).toBe(true);
				expect(arrived.text === value.text).toBe(true);
				await freight.discard(loaded);
				expect(await store.prune(later + 1)).toBe(0);
			} finally {
				await dispose();
			}
		},
	);

	it('lies sealed in the store, under a key that is not there, and goes when nobody came for it', async () => {
		const { store, dispose } = await temporaryStore();
		try {
			const bodies: Uint8Array[] = [];
			const freight = new Freight({
				putParcelPart: async (part) => {
					bodies.push(part.body);
					await store.putParcelPart(part);
				},
				readParcelPart: async (id, part) => await store.readParcelPart(id, part),
				removeParcel: async (id) => await store.removeParcel(id),
			});
			const loaded = await freight.load(Buffer.alloc(INLINE_BYTES + 1, 'a readable text '), later);
			expect(Buffer.concat(bodies).includes('readable')).toBe(false);
			expect(await store.prune(later + 1)).toBe(1);
			await expect(freight.unload(loaded)).rejects.toMatchObject({ code: 'unexpected' });
		} finally {
			await dispose();
		}
	});

	it.each([null, 5, {}, { value: { $file: 3 } }, { value: 1, files: [{ inline: '%' }] }, { whole: {} }])(
		'that is not ours (%j) is refused',
		async (loaded) => {
			const { store, dispose } = await temporaryStore();
			try {
				await expect(new Freight(store).unload(loaded)).rejects.toThrow();
			} finally {
				await dispose();
			}
		},
	);
});
