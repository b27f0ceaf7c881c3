import type { Context } from './records';

export function parcels({ store, reopen }: Context): void {
	test('what one process puts down another one reads, until it is removed', async () => {
		const body = Uint8Array.from([0, 1, 255]);
		await store().putParcelPart({ id: 'p', part: 0, body, until: 100 });
		await store().putParcelPart({ id: 'p', part: 1, body: new Uint8Array(0), until: 100 });
		const other = await reopen();
		expect(Buffer.from((await other.readParcelPart('p', 0))!)).toEqual(Buffer.from(body));
		expect(await other.readParcelPart('p', 1)).toHaveLength(0);
		expect(await other.readParcelPart('p', 2)).toBeNull();
		await other.removeParcel('p');
		await other.removeParcel('p');
		expect(await store().readParcelPart('p', 0)).toBeNull();
	});

	test('what nobody came for goes when its time is over, not before', async () => {
		const body = Uint8Array.from([1]);
		await store().putParcelPart({ id: 'old', part: 0, body, until: 100 });
		await store().putParcelPart({ id: 'old', part: 1, body, until: 100 });
		await store().putParcelPart({ id: 'new', part: 0, body, until: 101 });
		expect(await store().prune(100)).toBe(0);
		expect(await store().prune(101)).toBe(2);
		expect(await store().readParcelPart('new', 0)).not.toBeNull();
	});
}
