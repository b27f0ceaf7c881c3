import { createHmac } from 'node:crypto';
import { linkAccount, unlimited, verify } from '../account';
import { showsFeatures } from '../features/shows-features';
import type { CredentialReference, Item } from '../n8n-client';
import type { RealN8n } from '../real-n8n';
import { manualTrigger } from '../workflow';
import { CallbackServer } from './callback-server';

type Phone = ReturnType<RealN8n['whatsApp']['addPhone']>;

const arrives = { timeoutMs: 90_000 };
const callbackSecret = 'both sides know this';

/** Links of which somebody's own server has the last word. */
export function describeLinkCallback(n8n: RealN8n): void {
	describe('the callback of a link', () => {
		const server = new CallbackServer();
		let credential: CredentialReference;
		let porter: Phone;
		let mia: Phone;

		const run = async (operation: string, fields: object): Promise<Item['json']> => {
			const node = verify('Verify', credential, { resource: 'link', operation, ...fields });
			const nodes = [{ name: 'Start', type: manualTrigger }, node];
			const id = await n8n.client.createWorkflow({ name: `Callback ${operation}`, nodes });
			const { items, error } = await n8n.client.runManually(id, 'Start');
			if (error) throw new Error(`The workflow failed: ${JSON.stringify(error)}`);
			expect(items.Verify).toHaveLength(1);
			return items.Verify![0]!.json;
		};
		const statusOf = async (verificationId: unknown) => await run('getStatus', { verificationId });
		/** Makes a link that asks there, and has Mia send it. Gives what was made. */
		const prove = async (callbackUrl: string, callbackAllowPrivate = true): Promise<Item['json']> => {
			const messages = { responseMessage: `Yes ${callbackUrl}`, failureMessage: `No ${callbackUrl}` };
			const options = { callbackUrl, callbackAllowPrivate, ...messages };
			const made = await run('create', { options });
			await mia.say(porter, String(made.code));
			return made;
		};
		const hears = async (text: string) => await mia.waitFor((shown) => shown.text === text, arrives);

		beforeAll(async () => {
			await server.start();
			porter = n8n.whatsApp.addPhone({ phone: '442079460321', name: 'Porter' });
			mia = n8n.whatsApp.addPhone({ phone: '4915188776588', name: 'Mia' });
			credential = await linkAccount(n8n, 'Porter', porter, {
				...unlimited,
				verification: { callbackSecret },
			});
		});
		afterAll(async () => await server.stop());

		it.each([200, 204])(
			'proves the number when it answers %i to a signed item',
			async (status) => {
				showsFeatures('web', 'callbackUrl');
				const before = Math.floor(Date.now() / 1_000);
				const url = server.urlThatAnswers(status);
				const made = await prove(url);
				await hears(`Yes ${url}`);
				const [told, ...more] = server.about(made.verificationId);
				expect(more).toEqual([]);
				expect(told).toMatchObject({ method: 'POST', headers: { 'content-type': 'application/json' } });
				expect(JSON.parse(told!.body)).toEqual({
					id: made.verificationId,
					status: 'validated',
					method: 'link',
					purpose: 'authentication',
					verification_code: made.code,
					phone_number: `+${mia.digits}`,
					profile_name: 'Mia',
					requested_at: expect.stringMatching(/^\d{4}-/),
					validated_at: expect.stringMatching(/^\d{4}-/),
					expires_at: made.expiresAt,
					authorized_numbers: [],
					error: null,
				});
				const timestamp = String(told!.headers['x-whatsapp-kit-timestamp']);
				expect(Number(timestamp)).toBeGreaterThanOrEqual(before);
				expect(Number(timestamp)).toBeLessThanOrEqual(Date.now() / 1_000);
				const hmac = createHmac('sha256', callbackSecret).update(`${timestamp}.${told!.body}`);
				expect(told!.headers['x-whatsapp-kit-signature']).toBe(`sha256=${hmac.digest('hex')}`);
				expect(await statusOf(made.verificationId)).toMatchObject({ status: 'validated' });
			},
			240_000,
		);

		it('fails the verification after three refusals, and the person is told', async () => {
			const url = server.urlThatAnswers(500);
			const made = await prove(url);
			await hears(`No ${url}`);
			expect(server.about(made.verificationId)).toHaveLength(3);
			expect(await statusOf(made.verificationId)).toMatchObject({
				status: 'failed',
				error: 'callbackFailed',
				phone_number: null,
				validated_at: null,
			});
			expect(n8n.log()).not.toContain(String(made.code));
			expect(n8n.log()).not.toContain(callbackSecret);
		}, 240_000);

		it('is not sent to an address of this machine unless that is allowed', async () => {
			const url = server.urlThatAnswers(200);
			const before = server.told.length;
			const made = await prove(url, false);
			await hears(`No ${url}`);
			expect(server.told).toHaveLength(before);
			expect(await statusOf(made.verificationId)).toMatchObject({ status: 'failed' });
		}, 240_000);
	});
}
