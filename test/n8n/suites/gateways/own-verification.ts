import { showsFeatures } from '../../features/shows-features';
import type { Item } from '../../n8n-client';
import { readQr } from '../../read-qr';
import type { RealN8n } from '../../real-n8n';
import { waitUntil } from '../../wait-until';
import { manualTrigger, verifyNode, verifyTrigger } from '../../workflow';
import { CallbackServer } from '../callback-server';
import { wordsOf, type GatewayLine, type Writer } from './gateway-line';
import { lineAt, type LineEngine } from './lines';

const eva = { digits: '447911234511', name: 'Eva' };
const kim = { digits: '447911234512', name: 'Kim' };
const stranger = { digits: '447911234513', name: 'Stranger' };

/**
 * Verifications this n8n keeps itself, of people who are reached through a gateway.
 *
 * @param meanwhile Describes what is to run in the minute in which a link expires
 */
export function describeOwnVerification(n8n: RealN8n, meanwhile: () => void): void {
	describe('verification through a gateway', () => {
		const server = new CallbackServer();
		const lines = new Map<LineEngine, GatewayLine>();
		const hearing = new Map<LineEngine, string>();
		/** Made at once, so that their minute passes while the other tests run. */
		const lateLinks = new Map<LineEngine, Item['json']>();

		const verify = (engine: LineEngine, path: string, fields: object) => {
			const [resource, operation] = path.split('.');
			const parameters = { engine, resource, operation, ...fields };
			return lines.get(engine)!.account.node('Verify', verifyNode, parameters);
		};
		const run = async (engine: LineEngine, path: string, fields: object): Promise<Item> => {
			const node = { ...verify(engine, path, fields), onError: 'continueRegularOutput' as const };
			const { items, error } = await lines.get(engine)!.account.run(node);
			if (error) throw new Error(`The workflow failed: ${JSON.stringify(error)}`);
			expect(items.Verify).toHaveLength(1);
			return items.Verify![0]!;
		};
		/** What the trigger made of one verification, once it has told of so many changes. */
		const told = async (engine: LineEngine, verificationId: unknown, count: number) =>
			await waitUntil(
				`${engine} tells ${count} changes`,
				async () => {
					const listed = await n8n.client.executionsOf(hearing.get(engine)!);
					const executions = await Promise.all(listed.map(async ({ id }) => await n8n.client.execution(id)));
					const all = executions.flatMap(({ items }) => (items.Kept ?? []).map(({ json }) => json));
					const changes = all.filter(({ id }) => id === verificationId);
					return changes.length >= count && changes.map(({ status }) => status);
				},
				120_000,
			);
		const says = async (engine: LineEngine, who: Writer, text: string) =>
			await lines.get(engine)!.writes(who, text);

		beforeAll(async () => {
			await server.start();
			for (const engine of ['wawp', 'waaBot', 'waCr'] as const) {
				const line = lineAt(engine, n8n, { verification: { callbackSecret: 'both sides know this' } });
				lines.set(engine, line);
				await line.open();
				await line.hear();
				const events = ['requested', 'validated', 'rejected', 'expired', 'failed'];
				const trigger = line.account.node('Changed', verifyTrigger, { engine, events });
				const nodes = [trigger, { name: 'Kept', type: 'n8n-nodes-base.noOp' }];
				const id = await n8n.client.createWorkflow({ name: `Changes at ${engine}`, nodes });
				await n8n.publish(id);
				hearing.set(engine, id);
			}
			for (const engine of ['wawp', 'waaBot'] as const) {
				const options = { expiryMinutes: 1, expirationMessage: 'Too late' };
				const { json } = await run(engine, 'link.create', { options });
				expect(json).toMatchObject({ status: 'requested' });
				lateLinks.set(engine, json);
			}
		});
		afterAll(async () => {
			for (const id of hearing.values()) await n8n.client.unpublish(id);
			for (const line of lines.values()) await line.close();
			await server.stop();
		});

		it.each(['wawp', 'waaBot', 'waCr'] as const)(
			'a code goes out by %s, proves the number, and is not asked for twice in a minute',
			async (engine) => {
				showsFeatures(engine, 'cooldown', 'expiryMinutes', 'verificationEvents');
				const recipient = `+${eva.digits}`;
				const options = { brand: 'Counter', expiryMinutes: 1 };
				const { json: sent } = await run(engine, 'code.send', { recipient, options });
				expect(sent).toMatchObject({ status: 'requested', outcome: 'sent' });
				const lasts = Date.parse(String(sent.expiresAt)) - Date.now();
				expect(lasts).toBeLessThanOrEqual(60_000);
				expect(lasts).toBeGreaterThan(0);
				const again = await run(engine, 'code.send', { recipient });
				expect(again.json).toMatchObject({ errorCode: 'limited', rule: 'verificationCooldown' });
				const taken = await lines.get(engine)!.took('Counter');
				const [code] = /\b\d{6}\b/u.exec(wordsOf(taken)) ?? [];
				const checked = await run(engine, 'code.check', { recipient, code });
				expect(checked.json).toMatchObject({ verified: true });
				expect(await told(engine, sent.verificationId, 2)).toEqual(['requested', 'validated']);
			},
		);

		it.each(['wawp', 'waaBot', 'waCr'] as const)(
			'an execution waits for an approval asked by %s, and goes on when it is given',
			async (engine) => {
				showsFeatures(engine, 'approval', 'approvalResult', 'approvalIds', 'waitInWorkflow');
				const line = lines.get(engine)!;
				const recipient = `+${kim.digits}`;
				const asks = verify(engine, 'approval.sendAndWait', { recipient, title: 'Open the door?' });
				const workflow = { name: `Asks at ${engine}`, nodes: [{ name: 'Start', type: manualTrigger }, asks] };
				const id = await n8n.client.createWorkflow(workflow);
				const execution = await n8n.client.startManually(id, 'Start');
				const question = await line.took('Open the door?');
				await waitUntil(
					'the execution sleeps',
					async () => (await n8n.client.execution(execution)).status === 'waiting',
				);
				const title = 'Yes, it is me';
				await line.taps(kim, { messageId: undefined, rowId: rowOf(question, title), title });
				const { items } = await n8n.client.finished(execution);
				const [{ json } = { json: {} }] = items.Verify ?? [];
				expect(json).toMatchObject({
					verificationId: expect.any(String),
					timedOut: false,
					data: { approved: true, status: 'validated', responder: { phone: recipient } },
				});
				const { json: looked } = await run(engine, 'approval.getStatus', {
					verificationId: (json as Item['json']).verificationId,
				});
				expect(looked).toMatchObject({ status: 'validated', phone_number: recipient });
			},
		);

		it.each(['wawp', 'waaBot'] as const)(
			'a link leads to the number at %s, and whoever may sends its code and is answered',
			async (engine) => {
				showsFeatures(engine, 'linkCode', 'authorizedNumbers', 'linkQr', 'deepLink', 'callbackUrl');
				const callbackUrl = server.urlThatAnswers(204);
				const { json: made } = await run(engine, 'link.create', {
					authorizedNumbers: `+${eva.digits}`,
					options: {
						...{ qr: true, callbackUrl, callbackAllowPrivate: true },
						...{ linkMessage: 'Sign me in', responseMessage: 'You are in', failureMessage: 'Not you' },
					},
				});
				const link = String(made.link);
				expect(link).toContain('https://wa.me/+15550001000?text=Sign%20me%20in');
				expect(String(made.deep_link)).toMatch(/^whatsapp:\/\/send\?.*15550001000/u);
				expect(readQr(Buffer.from(String(made.qr).split(',')[1]!, 'base64'))).toBe(link);
				const text = new URL(link).searchParams.get('text')!;
				await says(engine, stranger, text);
				await lines.get(engine)!.took('Not you');
				await says(engine, eva, text);
				await lines.get(engine)!.took('You are in');
				expect(server.about(made.verificationId)).toHaveLength(1);
				const { json: looked } = await run(engine, 'link.getStatus', {
					verificationId: made.verificationId,
				});
				expect(looked).toMatchObject({ status: 'validated', phone_number: `+${eva.digits}` });
			},
		);

		it('WA.cr does not tell its number, so there is no link to it', async () => {
			const { json } = await run('waCr', 'link.create', {});
			expect(json).toMatchObject({
				errorCode: 'notSupported',
				error: expect.stringContaining('WA.cr has not said which number'),
			});
		});

		meanwhile();

		it.each(['wawp', 'waaBot'] as const)(
			'whoever sends the code of a link at %s too late is told so',
			async (engine) => {
				showsFeatures(engine, 'linkTexts');
				const made = lateLinks.get(engine)!;
				expect(await told(engine, made.verificationId, 2)).toEqual(['requested', 'expired']);
				await says(engine, stranger, String(made.code));
				await lines.get(engine)!.took('Too late');
			},
		);
	});
}

/** The ID of the row with this title, wherever the gateway's list has it. */
function rowOf(value: unknown, title: string): string {
	const found = rowIn(value, title);
	if (found === undefined) throw new Error(`No row "${title}" in ${JSON.stringify(value)}`);
	return found;
}

function rowIn(value: unknown, title: string): string | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	const row = value as { title?: unknown; rowId?: unknown; id?: unknown };
	const id = row.rowId ?? row.id;
	if (row.title === title && typeof id === 'string') return id;
	return Object.values(value)
		.map((inner) => rowIn(inner, title))
		.find((one) => one !== undefined);
}
