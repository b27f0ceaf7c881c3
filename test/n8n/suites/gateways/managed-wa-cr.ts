import { WaCrSimulator } from '../../../gateways/waCr/wa-cr-simulator';
import { showsFeatures } from '../../features/shows-features';
import type { RealN8n } from '../../real-n8n';
import { showsCode } from '../../shows-code';
import { ManagedAccount } from './managed-account';

const token = 'token-of-the-managed-shop-at-wa-cr';

/**
 * Codes that WA.cr keeps, in the node WhatsApp Verify.
 *
 * @param meanwhile Describes what is to run in the minute until a code may be sent again
 */
export function describeManagedWaCr(n8n: RealN8n, meanwhile: () => void): void {
	describe('verifications that WA.cr manages', () => {
		const simulator = new WaCrSimulator({ token });
		const account = new ManagedAccount(n8n, {
			engine: 'waCr',
			credentialType: 'waCrApi',
			data: () => ({ token, baseUrl: simulator.url }),
		});
		const managedBy = 'gateway';
		const template = 'login_code:en';

		beforeAll(async () => {
			await simulator.listen();
			await account.open();
		});
		afterAll(async () => {
			await account.close();
			await simulator.close();
		});

		it('its templates are offered', async () => {
			simulator.scopes = new Set([...simulator.scopes, 'templates:read']);
			const node = account.verify('code.send', { managedBy, recipient: '+4915188779910' });
			expect(
				await n8n.client.loadOptions(node, { path: 'template', methodName: 'getCodeTemplates' }),
			).toEqual([expect.objectContaining({ name: 'login_code (en)', value: template })]);
		});

		it('a code is sent by a template, checked for its purpose, and proves the number', async () => {
			showsFeatures('waCr', 'expiryMinutes', 'verificationEvents');
			const recipient = '+4915188779911';
			const purpose = 'payment';
			const options = { expiryMinutes: 5, parameters: 'Shop' };
			const sent = await account.item('code.send', { managedBy, recipient, template, purpose, options });
			expect(sent).toMatchObject({ status: 'requested', outcome: 'sent' });
			expect(simulator.otp.sent.at(-1)).toEqual({
				path: '/auth/send-otp',
				fields: {
					...{ phone: recipient, template_name: 'login_code', language: 'en', expiry_minutes: 5, purpose },
					...{ code: expect.stringMatching(/^\d{6}$/u), additional_params: ['Shop'] },
				},
			});
			const code = simulator.otp.codeOf(recipient.slice(1), purpose)!;
			const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
			expect(await account.item('code.check', { recipient, purpose, code: wrong })).toMatchObject({
				...{ verified: false, reason: 'wrongCode', attemptsRemaining: 4 },
			});
			expect(await account.item('code.getStatus', { recipient, purpose })).toMatchObject({
				...{ status: 'requested', attemptsRemaining: 4 },
				gateway: { active: true, attempts_remaining: 4, expires_at: expect.any(String) },
			});
			expect(await account.item('code.check', { recipient, purpose, code })).toMatchObject({
				verified: true,
			});
			expect(await account.item('code.check', { recipient, purpose, code })).toMatchObject({
				...{ verified: false, reason: 'alreadyUsed' },
			});
			expect(await account.heard(sent.verificationId, 2)).toEqual(['requested', 'validated']);
			expect(showsCode(n8n.log(), code)).toBe(false);
			expect(n8n.log()).not.toContain(token);
		}, 240_000);

		it('a wrong template is told in words, and nothing counts for it', async () => {
			showsFeatures('waCr', 'errorsInWords');
			const recipient = '+4915188779913';
			const failed = await account.item('code.send', { managedBy, recipient, template: 'sale' });
			expect(failed).toMatchObject({
				errorCode: 'refused',
				message: expect.stringContaining('not approved'),
			});
			expect(await account.item('code.send', { managedBy, recipient, template })).toMatchObject({
				...{ status: 'requested', outcome: 'sent' },
			});
		}, 120_000);

		describe('a code that is sent again', () => {
			const recipient = '+4915188779912';

			beforeAll(async () => {
				const options = { ownCode: '424242' };
				await account.item('code.send', { managedBy, recipient, template, options });
				expect(simulator.otp.codeOf(recipient.slice(1))).toBe('424242');
				const refused = await account.item('code.resend', { recipient, options: { whenLimited: 'fail' } });
				expect(refused).toMatchObject({ errorCode: 'limited', rule: 'verificationCooldown' });
			});

			meanwhile();

			it('is another one, a minute later', async () => {
				await account.resendWhenAllowed(recipient);
				const code = simulator.otp.codeOf(recipient.slice(1))!;
				expect(simulator.otp.sent.at(-1)?.path).toBe('/auth/resend');
				expect(await account.item('code.check', { recipient, code: '424242' })).toMatchObject({
					verified: false,
				});
				expect(await account.item('code.check', { recipient, code })).toMatchObject({ verified: true });
			}, 300_000);
		});
	});
}
