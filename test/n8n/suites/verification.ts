import { createLinkWorkflow, credentialType, runLink, unlimited } from '../account';
import { showsFeatures } from '../features/shows-features';
import type { CredentialReference, Item } from '../n8n-client';
import type { RealN8n } from '../real-n8n';
import { showsCode } from '../shows-code';
import { waitUntil } from '../wait-until';
import { manualTrigger, verifyNode, verifyTrigger } from '../workflow';

type Phone = ReturnType<RealN8n['whatsApp']['addPhone']>;

const testNumber = '+4915188776600';

/**
 * Everything WhatsApp Verify does, on an account of its own, with n8n stopped and started in between.
 *
 * @param meanwhile Describes what is to run in the minute in which a code and a link expire; it must not stop n8n
 */
export function describeVerification(n8n: RealN8n, meanwhile: () => void): void {
	describe('verification', () => {
		let credential: CredentialReference;
		let fay: Phone;
		let gil: Phone;
		let office: Phone;
		let hearing = '';

		/** Runs one operation of the node once. */
		const run = async (operation: string, fields: object, resource = 'code'): Promise<Item['json']> => {
			const verify = {
				name: 'Verify',
				type: verifyNode,
				parameters: { engine: 'web', resource, operation, ...fields },
				credentials: { [credentialType]: credential },
				onError: 'continueRegularOutput' as const,
			};
			const nodes = [{ name: 'Start', type: manualTrigger }, verify];
			const id = await n8n.client.createWorkflow({ name: `${resource} ${operation}`, nodes });
			const { items, error } = await n8n.client.runManually(id, 'Start');
			if (error) throw new Error(`The workflow failed: ${JSON.stringify(error)}`);
			expect(items.Verify).toHaveLength(1);
			return items.Verify![0]!.json;
		};
		const codeOn = async (phone: Phone, brand: string): Promise<string> => {
			const shown = await phone.waitFor((message) => message.text?.startsWith(`*${brand}*`) === true, {
				timeoutMs: 60_000,
			});
			const [code] = /\d{6}/.exec(shown.text ?? '') ?? [];
			if (code === undefined) throw new Error(`No code in: ${shown.text}`);
			return code;
		};
		/** What the trigger of all events has made of one verification, in order. */
		const heard = async (verificationId: unknown): Promise<Item['json'][]> => {
			const listed = await n8n.client.executionsOf(hearing);
			const executions = await Promise.all(listed.map(({ id }) => n8n.client.execution(id)));
			const all = executions.flatMap(({ items }) => (items.Kept ?? []).map(({ json }) => json));
			return all.filter(({ id }) => id === verificationId);
		};
		const heardAll = async (verificationId: unknown, ...statuses: string[]): Promise<Item['json'][]> =>
			await waitUntil(
				`the trigger has heard ${statuses.join(', ')}`,
				async () => {
					const changes = await heard(verificationId);
					return changes.length >= statuses.length && changes;
				},
				// An expiry takes a minute at least, and n8n a moment to write the execution down.
				120_000,
			);
		const other = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

		beforeAll(async () => {
			office = n8n.whatsApp.addPhone({ phone: '442079460555', name: 'Front desk' });
			fay = n8n.whatsApp.addPhone({ phone: '4915188776611', name: 'Fay' });
			gil = n8n.whatsApp.addPhone({ phone: '4915188776622', name: 'Gil' });
			const verification = {
				blockedCountries: 'BR',
				testNumbers: { number: [{ phone: testNumber, code: '424242' }] },
			};
			const data = { ...unlimited, verification };
			credential = await n8n.client.createCredential('Front desk', credentialType, data);
			const linking = await createLinkWorkflow(n8n, credential);
			const { qr } = await runLink(n8n, linking);
			await office.scan(qr!);
			await waitUntil('the front desk is linked', async () => {
				const { json } = await runLink(n8n, linking);
				return json.linked === true;
			});
			const trigger = {
				name: 'Changed',
				type: verifyTrigger,
				parameters: { engine: 'web', events: ['requested', 'validated', 'rejected', 'expired', 'failed'] },
				credentials: { [credentialType]: credential },
			};
			const nodes = [trigger, { name: 'Kept', type: 'n8n-nodes-base.noOp' }];
			hearing = await n8n.client.createWorkflow({ name: 'Changes', nodes });
			await n8n.publish(hearing);
		});
		afterAll(async () => {
			if (hearing) await n8n.client.unpublish(hearing);
		});

		it('proves a number with what its phone shows, also over a restart', async () => {
			showsFeatures('web', 'verificationEvents');
			const recipient = `+${fay.digits}`;
			const sent = await run('send', { recipient, options: { brand: 'Restart' } });
			expect(sent).toEqual({
				verificationId: expect.any(String),
				status: 'requested',
				outcome: 'sent',
				expiresAt: expect.any(String),
				resendAt: expect.any(String),
			});
			const code = await codeOn(fay, 'Restart');
			expect(await run('check', { recipient, code: other(code) })).toMatchObject({
				verified: false,
				reason: 'wrongCode',
				attemptsRemaining: 4,
			});
			await heardAll(sent.verificationId, 'requested');
			await n8n.stopN8n('SIGKILL');
			await n8n.startN8n();
			expect(await run('getStatus', { recipient })).toMatchObject({
				id: sent.verificationId,
				status: 'requested',
				phone_number: recipient,
				attemptsRemaining: 4,
			});
			const { verificationId } = sent;
			expect(await run('check', { verificationId, code })).toMatchObject({ verified: true });
			expect(await run('check', { recipient, code })).toMatchObject({
				verified: false,
				reason: 'alreadyUsed',
			});
			const changes = await heardAll(sent.verificationId, 'requested', 'validated');
			expect(changes.map(({ status }) => status)).toEqual(['requested', 'validated']);
			expect(changes[1]).toMatchObject({
				method: 'code',
				purpose: 'authentication',
				phone_number: recipient,
				authorized_numbers: [recipient],
				validated_at: expect.stringMatching(/^\d{4}-/),
				error: null,
			});
			expect(showsCode(JSON.stringify(changes), code)).toBe(false);
			expect(showsCode(n8n.log(), code)).toBe(false);
		}, 240_000);

		it('refuses a second request within a minute, and a blocked country for good', async () => {
			showsFeatures('web', 'cooldown');
			const recipient = `+${gil.digits}`;
			await run('send', { recipient, options: { brand: 'First' } });
			const code = await codeOn(gil, 'First');
			const limited = { errorCode: 'limited', rule: 'verificationCooldown', retryAt: expect.any(String) };
			expect(await run('send', { recipient })).toMatchObject(limited);
			expect(await run('resend', { recipient })).toMatchObject(limited);
			const cancelled = await run('cancel', { recipient });
			expect(cancelled).toMatchObject({ cancelled: true, status: 'failed' });
			const changes = await heardAll(cancelled.id, 'requested', 'failed');
			expect(changes[1]).toMatchObject({ status: 'failed', error: 'cancelled' });
			expect(await run('check', { recipient, code })).toMatchObject({
				verified: false,
				reason: 'cancelled',
			});
			expect(await run('send', { recipient: '+5511987650000' })).toMatchObject({
				rule: 'country',
				retryAt: null,
			});
		}, 120_000);

		it('gives test numbers their code, and the code to those who ask for it', async () => {
			const recipient = testNumber;
			const quiet = await run('send', { recipient });
			expect(quiet).toMatchObject({ outcome: 'test' });
			expect(JSON.stringify(quiet)).not.toContain('424242');
			expect(await run('resend', { recipient, options: { includeCode: true } })).toMatchObject({
				verificationId: quiet.verificationId,
				outcome: 'test',
				code: '424242',
			});
			const { sensitiveOutputFields } = (await n8n.client.nodeType(verifyNode)) ?? {};
			expect(sensitiveOutputFields).toEqual(['code']);
			expect(await run('check', { recipient, code: '424242' })).toMatchObject({ verified: true });
		}, 120_000);

		it('proves a number by what its phone sends, also when n8n was away then', async () => {
			showsFeatures('web', 'linkCode', 'authorizedNumbers', 'linkQr', 'deepLink');
			const authorizedNumbers = `+${fay.digits}`;
			const options = { qr: true, responseMessage: 'You are in', failureMessage: 'Not you' };
			const made = await run('create', { authorizedNumbers, options }, 'link');
			const { verificationId } = made;
			expect(made).toMatchObject({
				status: 'requested',
				link: expect.stringContaining(`https://wa.me/+${office.digits}?text=`),
				deep_link: expect.stringContaining('whatsapp://send?'),
				qr: expect.stringMatching(/^data:image\/png;base64,/),
			});
			const text = new URL(String(made.link)).searchParams.get('text')!;
			await gil.say(office, text);
			await gil.waitFor((shown) => shown.text === 'Not you', { timeoutMs: 60_000 });
			expect(await run('getStatus', { verificationId }, 'link')).toMatchObject({ status: 'requested' });
			await n8n.stopN8n();
			await fay.say(office, text);
			await n8n.startN8n();
			await fay.waitFor((shown) => shown.text === 'You are in', { timeoutMs: 60_000 });
			const [, validated] = await heardAll(verificationId, 'requested', 'validated');
			expect(validated).toMatchObject({
				method: 'link',
				status: 'validated',
				phone_number: `+${fay.digits}`,
			});
			const second = await run('create', {}, 'link');
			expect(await run('cancel', { verificationId: second.verificationId }, 'link')).toMatchObject({
				cancelled: true,
				status: 'failed',
			});
		}, 240_000);

		it('asks for an approval and hears the answer given while n8n was away', async () => {
			showsFeatures('web', 'approval', 'approvalResult', 'approvalIds');
			const hal = n8n.whatsApp.addPhone({ phone: '4915188776633', name: 'Hal' });
			const fields = { title: 'Sign in?', approveText: 'Yes', rejectText: 'No' };
			const options = { device: 'Firefox', rejectedMessage: 'Stopped' };
			const sent = await run('send', { recipient: `+${hal.digits}`, ...fields, options }, 'approval');
			const { verificationId } = sent;
			expect(sent).toMatchObject({ status: 'requested', outcome: 'sent' });
			const isQuestion = ({ text }: { text?: string | null }) => text?.includes('Sign in?') === true;
			const poll = await hal.waitFor(isQuestion, { timeoutMs: 60_000 });
			await heardAll(verificationId, 'requested');
			await n8n.stopN8n();
			await hal.vote(poll, ['No']);
			await n8n.startN8n();
			await hal.waitFor((shown) => shown.text === 'Stopped', { timeoutMs: 60_000 });
			expect((await heardAll(verificationId, 'requested', 'rejected'))[1]).toMatchObject({
				method: 'approval',
				status: 'rejected',
				error: 'rejected',
				phone_number: `+${hal.digits}`,
			});
			expect(await run('getStatus', { verificationId }, 'approval')).toMatchObject({ status: 'rejected' });
			expect(await run('cancel', { verificationId }, 'approval')).toMatchObject({ cancelled: false });
		}, 240_000);

		describe('what nobody answers', () => {
			let code: Item['json'];
			let link: Item['json'];

			beforeAll(async () => {
				const options = { expiryMinutes: 1 };
				const texts = { linkMessage: 'Let me in, please', expirationMessage: 'Too late' };
				code = await run('send', { recipient: testNumber, purpose: 'late', options });
				link = await run('create', { options: { ...options, ...texts } }, 'link');
			});

			meanwhile();

			it('is told when it expires, and whoever comes too late is told so', async () => {
				showsFeatures('web', 'expiryMinutes', 'linkTexts');
				for (const { verificationId } of [code, link]) {
					const [, expired] = await heardAll(verificationId, 'requested', 'expired');
					expect(expired).toMatchObject({ status: 'expired', error: 'expired', validated_at: null });
				}
				const text = new URL(String(link.link)).searchParams.get('text')!;
				expect(text).toContain('Let me in, please');
				await gil.say(office, text);
				await gil.waitFor((shown) => shown.text === 'Too late', { timeoutMs: 60_000 });
			}, 240_000);
		});
	});
}
