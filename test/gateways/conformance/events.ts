import type { GatewayContext, GatewayGap, OpenedGateway } from '../../contracts/gateway-conformance';
import { fc } from '../../fixtures/properties';
import { messageOf } from './messages';

const ada = { from: '447911123456', name: 'Ada' };

export function events(world: GatewayContext, gaps: Partial<Record<GatewayGap, string>>): void {
	if (gaps.events !== undefined) return;

	it('hears a message once, however often it is delivered, also after a restart', async () => {
		const { gateway, heard } = world();
		const body = written(gateway, { id: 'one', text: 'Good morning' });
		const connection = await world().open();
		expect(await connection.ingest?.(body)).toMatchObject([{ fresh: true }]);
		expect(await connection.ingest?.(body)).toMatchObject([{ fresh: false }]);
		await connection.close();
		const again = await world().open();
		expect(await again.ingest?.(body)).toMatchObject([{ fresh: false }]);
		expect(heard).toHaveLength(1);
		expect(heard[0]?.event).toMatchObject({
			event: 'message',
			type: 'text',
			text: 'Good morning',
			chat: { id: '447911123456@s.whatsapp.net', type: 'private' },
			from: { phone: '+447911123456', isMe: false },
		});
	});

	it('tells each of several hearers once that a message is new to it, also after a restart', async () => {
		const { gateway, heard } = world();
		const body = written(gateway, { id: 'one', text: 'Good morning' });
		const connection = await world().open();
		expect(await connection.ingest?.(body, 'workflow-1:node-1')).toMatchObject([{ fresh: true }]);
		expect(await connection.ingest?.(body, 'workflow-1:node-1')).toMatchObject([{ fresh: false }]);
		expect(await connection.ingest?.(body, 'workflow-2:node-1')).toMatchObject([{ fresh: true }]);
		expect(await connection.ingest?.(body)).toMatchObject([{ fresh: false }]);
		await connection.close();
		const again = await world().open();
		expect(await again.ingest?.(body, 'workflow-2:node-1')).toMatchObject([{ fresh: false }]);
		expect(heard).toHaveLength(1);
		expect(await world().inbox()).toHaveLength(1);
	});

	it('is new to a hearer again that could not take it, and to no other', async () => {
		const { gateway, heard } = world();
		const body = written(gateway, { id: 'one', text: 'Good morning' });
		const connection = await world().open();
		const [taken] = (await connection.ingest?.(body, 'workflow-1:node-1')) ?? [];
		await connection.ingest?.(body, 'workflow-2:node-1');
		await connection.forgetHearing?.([taken?.id ?? ''], 'workflow-1:node-1');
		expect(await connection.ingest?.(body, 'workflow-1:node-1')).toMatchObject([{ fresh: true }]);
		expect(await connection.ingest?.(body, 'workflow-1:node-1')).toMatchObject([{ fresh: false }]);
		expect(await connection.ingest?.(body, 'workflow-2:node-1')).toMatchObject([{ fresh: false }]);
		expect(heard).toHaveLength(1);
	});

	it('reads the same again from the inbox', async () => {
		const { gateway, heard } = world();
		const connection = await world().open();
		await connection.ingest?.(written(gateway, { id: 'one', text: 'Good morning' }));
		const [row] = await world().inbox();
		const replayed = row && (await connection.replay(row));
		expect(replayed?.event).toEqual(heard[0]?.event);
		expect(replayed?.inboxSeq).toBe(row?.seq);
	});

	it('takes 1000 deliveries of any shape without failing', async () => {
		const { gateway } = world();
		const connection = await world().open();
		const sample = written(gateway, { id: 'one', text: 'Good morning' });
		await fc.assert(
			fc.asyncProperty(fc.oneof(fc.jsonValue(), bent(sample)), async (body) => {
				const taken = await connection.ingest?.(body);
				expect(Array.isArray(taken)).toBe(true);
			}),
			{ numRuns: process.env.WHATSAPP_KIT_FEWER_EXAMPLES ? 50 : 1_000 },
		);
	}, 120_000);

	if (gaps.choices !== undefined) return;

	it('brings the answer to a list back as one choice, tapped, typed or numbered', async () => {
		const { gateway } = world();
		const connection = await world().open();
		const sent = await world().send(connection, messageOf('list'), { to: '+447911123456' });
		const answers = sent.outcome === 'sent' ? (sent.messageId ?? '') : '';
		const bodies = [
			written(gateway, { id: 'typed', text: 'soup' }),
			...(gateway.tapped
				? [gateway.tapped({ id: 'tapped', ...ada, rowId: 'soup', title: 'Soup', answers })]
				: []),
		];
		for (const body of bodies) {
			const [taken] = (await connection.ingest?.(body)) ?? [];
			expect(taken?.event).toMatchObject({
				event: 'choice',
				text: 'Soup',
				choice: { id: 'soup', title: 'Soup', index: 0 },
			});
		}
	});
}

function written(gateway: OpenedGateway, { id, text }: { id: string; text: string }): unknown {
	if (!gateway.written) throw new Error('This gateway delivers nothing; declare the gap "events"');
	return gateway.written({ id, ...ada, text });
}

/** The sample with one of its members, at any depth, replaced by something else. */
function bent(sample: unknown): fc.Arbitrary<unknown> {
	const paths = pathsOf(sample);
	return fc
		.record({ path: fc.constantFrom(...paths), value: fc.jsonValue() })
		.map(({ path, value }) => replaced(sample, path, value));
}

function pathsOf(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
	if (typeof value !== 'object' || value === null) return [path];
	return [path, ...Object.entries(value).flatMap(([name, inner]) => pathsOf(inner, [...path, name]))];
}

function replaced(value: unknown, [name, ...rest]: readonly string[], by: unknown): unknown {
	if (name === undefined) return by;
	const members = value as Record<string, unknown>;
	const inner = replaced(members[name], rest, by);
	return Array.isArray(value)
		? value.map((item: unknown, index) => (String(index) === name ? inner : item))
		: { ...members, [name]: inner };
}
