import { trustMediaHost } from '../../fixtures/trusted-media';
import { until } from '../../fixtures/until';
import {
	ACCOUNT_ID,
	never,
	ProcessesOfOneN8n,
	type KitProcess,
	type RedisVariables,
} from '../processes-of-one-n8n';

/** What a process asks of the one that holds the account, over any Redis. */
export function calls(redis: () => RedisVariables): void {
	describe('calls between the processes of one n8n', () => {
		let n8n: ProcessesOfOneN8n;
		let main: KitProcess;
		let worker: KitProcess;

		beforeEach(async () => {
			n8n = await ProcessesOfOneN8n.begin(redis());
			main = await n8n.start();
			await main.listen({ durable: true });
			await n8n.link(main);
			worker = await n8n.start();
		});

		afterEach(async () => {
			expect(n8n.server.overlaps).toBe(0);
			await n8n.dispose();
		});

		const to = (): { recipient: string } => ({ recipient: n8n.customer.digits });

		it('bring a message from a worker to the phone, and the receipt back', async () => {
			const receipt = await worker.send('key-1', 'from the worker');
			expect(receipt).toMatchObject({ outcome: 'sent', recipient: `+${n8n.customer.digits}`, via: 'text' });
			expect(await n8n.customer.inbox.next()).toMatchObject({
				id: receipt.messageId,
				text: 'from the worker',
			});
			expect(n8n.server.logins.all).toHaveLength(1);
		});

		it('send once under one key, whichever process asks, also at the same time', async () => {
			const receipts = await Promise.all([worker.send('key-1'), main.send('key-1'), worker.send('key-1')]);
			const third = await (await n8n.start()).send('key-1');
			const ids = new Set([...receipts, third].map(({ messageId }) => messageId));
			expect(ids.size).toBe(1);
			await n8n.customer.idle();
			expect(n8n.customer.inbox.all).toHaveLength(1);
		});

		it('bring every operation to the owner', async () => {
			const { session } = worker;
			expect(await session.resolve(to(), never)).toMatchObject({ phone: `+${n8n.customer.digits}` });
			expect(await session.checkNumber({ recipient: '+49 151 00000000' }, never)).toEqual({ exists: false });
			expect(await session.status()).toMatchObject({
				state: 'open',
				account: 'Shop',
				owner: { where: expect.stringMatching(/^process /) },
			});
			expect(await session.listGroups(never)).toEqual([]);
			await session.setTyping({ ...to(), recipient: to(), typing: 'composing', signal: never });
			const said = await n8n.customer.say(n8n.shop, 'hello');
			await until(async () => (await session.recentMessages({ limit: 5, signal: never })).length === 1);
			await session.markRead({ recipient: to(), messageIds: [said.id], signal: never });
			expect((await n8n.customer.receipts.waitFor(({ type }) => type === 'read')).ids).toEqual([said.id]);
			const person = to();
			expect(await session.getOptOut(person, never)).toMatchObject({ optedOut: false });
			expect(await session.setOptOut({ recipient: person, optedOut: true, signal: never })).toMatchObject({
				optedOut: true,
			});
			await expect(worker.send('to nobody')).rejects.toMatchObject({ reason: 'optedOut' });
			await session.logout(never);
			expect(await session.status()).toMatchObject({ state: 'loggedOut' });
			expect(n8n.server.logins.all).toHaveLength(1);
		});

		it('bring errors back as what they are', async () => {
			const unknown = {
				recipient: '+49 151 00000000',
				message: { kind: 'text', text: 'x' },
				idempotencyKey: 'key-2',
			};
			await expect(worker.session.send(unknown)).rejects.toMatchObject({
				name: 'KitError',
				code: 'notOnWhatsApp',
				what: expect.any(String),
			});
			const wrong = { ...to(), message: { kind: 'text', text: '' }, idempotencyKey: 'key-3' };
			await expect(worker.session.send(wrong)).rejects.toMatchObject({ code: 'invalidInput' });
		});

		it.each([10_000, 3_000_000])('carry a file of %i bytes there and back', async (bytes) => {
			const data = Buffer.alloc(bytes, 'some bytes of a file ');
			const source = { type: 'binary', data, fileName: 'price.txt', mimeType: 'text/plain' };
			const trusted = trustMediaHost(n8n.server);
			try {
				await worker.session.send({ ...to(), message: { kind: 'document', source }, idempotencyKey: 'file' });
				const shown = await n8n.customer.inbox.next({ timeoutMs: 20_000 });
				expect(data.equals(await n8n.customer.openFile(shown))).toBe(true);
				await n8n.customer.sendFile(n8n.shop, { kind: 'document', bytes: data });
				let reference: string | undefined;
				await until(async () => {
					const [last] = await worker.session.recentMessages({ limit: 1, signal: never });
					reference = last?.event === 'message' ? last.media?.reference : undefined;
					return reference !== undefined;
				});
				const file = await worker.session.downloadMedia({
					reference: reference!,
					maxBytes: 10_000_000,
					signal: never,
				});
				expect(Buffer.from(file.data).equals(data)).toBe(true);
			} finally {
				trusted();
			}
		});

		it('are taken back when the asking workflow is cancelled', async () => {
			const abort = new AbortController();
			abort.abort();
			await expect(worker.session.listGroups(abort.signal)).rejects.toMatchObject({ code: 'cancelled' });
		});
	});

	describe('linking from a process that does not hold the account', () => {
		it('shows the code where it was asked for, and ends with an open connection of the owner', async () => {
			const n8n = await ProcessesOfOneN8n.begin(redis());
			try {
				const main = await n8n.start();
				const { states } = await main.listen({ durable: true });
				await until(async () => (await main.kit.lastKnown(ACCOUNT_ID)) !== null);
				const worker = await n8n.start();
				await n8n.link(worker);
				await until(() => states.at(-1)?.kind === 'open');
				expect((await worker.send('after')).outcome).toBe('sent');
				expect(n8n.server.overlaps).toBe(0);
			} finally {
				await n8n.dispose();
			}
		});
	});
}
