import { WawpSimulator } from '../../../gateways/wawp/wawp-simulator';
import { showsFeatures } from '../../features/shows-features';
import type { RealN8n } from '../../real-n8n';
import { showsCode } from '../../shows-code';
import { waitUntil } from '../../wait-until';
import { ManagedAccount } from './managed-account';

const instance = { instanceId: '7A2B3C4D5E6F', accessToken: 'token-of-the-managed-shop' };

/** Codes and approvals that Wawp keeps, in the node WhatsApp Verify. */
export function describeManagedWawp(n8n: RealN8n): void {
	describe('verifications that Wawp manages', () => {
		const simulator = new WawpSimulator(instance);
		const account = new ManagedAccount(n8n, {
			engine: 'wawp',
			credentialType: 'wawpApi',
			data: () => ({ ...instance, baseUrl: simulator.url }),
		});
		const managedBy = 'gateway';

		beforeAll(async () => {
			simulator.clock = () => Date.now();
			await simulator.listen();
			await account.open();
		});
		afterAll(async () => {
			await account.close();
			await simulator.close();
		});

		it('a code of Wawp is sent and checked, and nobody here knows it', async () => {
			showsFeatures('wawp', 'cooldown', 'verificationEvents', 'phoneNumbers');
			const recipient = '+4915188779901';
			const options = { language: 'de', footer: 'Shop' };
			const sent = await account.item('code.send', { managedBy, recipient, options });
			expect(sent).toEqual({
				verificationId: expect.any(String),
				status: 'requested',
				outcome: 'sent',
				expiresAt: expect.any(String),
				resendAt: expect.any(String),
			});
			expect(simulator.verifications.sent.at(-1)).toEqual({
				path: '/auth/otp/send',
				fields: { chatId: recipient.slice(1), lang: 'de', footer: 'Shop' },
			});
			expect(await account.item('code.send', { managedBy, recipient })).toMatchObject({
				...{ errorCode: 'limited', rule: 'verificationCooldown', retryAt: expect.any(String) },
			});
			const code = simulator.verifications.codeOf(recipient.slice(1))!;
			expect(await account.item('code.check', { recipient, code: '000000' })).toMatchObject({
				...{ verified: false, reason: 'wrongCode', attemptsRemaining: 4 },
			});
			expect(await account.item('code.getStatus', { recipient })).toMatchObject({
				...{ status: 'requested', attemptsRemaining: 4, phone_number: recipient },
			});
			const checked = await account.item('code.check', { recipient, code, options: { listId: 7 } });
			expect(checked).toMatchObject({ verified: true, verificationId: sent.verificationId });
			expect(simulator.verifications.listed).toEqual([{ chatId: recipient.slice(1), listId: 7 }]);
			expect(await account.heard(sent.verificationId, 2)).toEqual(['requested', 'validated']);
			expect(showsCode(JSON.stringify([sent, checked]), code)).toBe(false);
			expect(showsCode(n8n.log(), code)).toBe(false);
		}, 240_000);

		it('five wrong codes lock the number', async () => {
			const recipient = '+4915188779902';
			const sent = await account.item('code.send', { managedBy, recipient });
			for (let left = 4; left >= 0; left -= 1) {
				const checked = await account.item('code.check', { recipient, code: '000000' });
				expect(checked).toMatchObject({ verified: false, attemptsRemaining: left });
			}
			const code = simulator.verifications.codeOf(recipient.slice(1)) ?? '111111';
			expect(await account.item('code.check', { recipient, code })).toMatchObject({
				...{ verified: false, reason: 'locked', lockedUntil: expect.any(String) },
			});
			expect(await account.heard(sent.verificationId, 2)).toEqual(['requested', 'failed']);
		}, 240_000);

		it('an approval is asked about until somebody has tapped', async () => {
			showsFeatures('wawp', 'approval', 'approvalResult', 'approvalIds', 'verificationEvents');
			const recipient = '+4915188779903';
			const fields = { title: 'Sign in?', approveText: 'Yes', rejectText: 'No' };
			const sent = await account.item('approval.send', { managedBy, recipient, ...fields });
			expect(simulator.verifications.sent.at(-1)).toEqual({
				path: '/auth/list/send',
				fields: {
					...{ chatId: recipient.slice(1), title: 'Sign in?', item1: 'Yes', item2: 'No' },
					button: 'Answer',
				},
			});
			const { verificationId } = sent;
			expect(await account.item('approval.getStatus', { verificationId })).toMatchObject({
				...{ status: 'requested', method: 'approval' },
			});
			simulator.verifications.tap(simulator.verifications.lastList(), 'reject');
			expect(await account.heard(verificationId, 2)).toEqual(['requested', 'rejected']);
			expect(await account.item('approval.getStatus', { verificationId })).toMatchObject({
				...{ status: 'rejected', phone_number: recipient },
			});
			expect(await account.item('approval.cancel', { verificationId })).toMatchObject({ cancelled: false });
		}, 240_000);

		it('an approval that was cancelled counts no tap', async () => {
			const recipient = '+4915188779904';
			const { verificationId } = await account.item('approval.send', { managedBy, recipient });
			expect(await account.item('approval.cancel', { verificationId })).toMatchObject({
				...{ cancelled: true, status: 'failed', error: 'cancelled' },
			});
			simulator.verifications.tap(simulator.verifications.lastList(), 'approve');
			expect(await account.heard(verificationId, 2)).toEqual(['requested', 'failed']);
			expect(await account.item('approval.getStatus', { verificationId })).toMatchObject({
				status: 'failed',
			});
		}, 240_000);

		it('a sleeping execution goes on with the tap, also when n8n was away in between', async () => {
			showsFeatures('wawp', 'approvalResult', 'waitInWorkflow');
			const recipient = '+4915188779905';
			const fields = { managedBy, recipient, title: 'Pay out?', message: 'All of it.' };
			const execution = await account.sleeper('approval.sendAndWait', fields);
			expect(simulator.verifications.sent.at(-1)?.fields).toMatchObject({ description: 'All of it.' });
			const list = simulator.verifications.lastList();
			await n8n.stopN8n('SIGKILL');
			const tapped = await fetch(`${simulator.url}/simulator/tap`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ auth_id: list, row: 1 }),
			});
			expect(tapped.status).toBe(200);
			await n8n.startN8n();
			expect(await account.goesOn(execution)).toEqual({
				verificationId: expect.any(String),
				timedOut: false,
				data: {
					approved: true,
					status: 'validated',
					responder: { phone: recipient, name: null },
					respondedAt: expect.stringMatching(/^\d{4}-/u),
				},
			});
		}, 240_000);

		it('Wawp was never asked about an answer faster than every 2 s', async () => {
			const { polls } = simulator.verifications;
			await waitUntil('it was asked', () => polls.length > 1);
			const gaps = polls.slice(1).map((at, index) => at - polls[index]!);
			expect(Math.min(...gaps)).toBeGreaterThanOrEqual(2_000);
		});

		it('no token is in the log of n8n', () => {
			expect(n8n.log()).not.toContain(instance.accessToken);
		});
	});
}
