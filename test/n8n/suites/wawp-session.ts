import { showsFeatures } from '../features/shows-features';
import type { RealN8n } from '../real-n8n';
import { WawpAccount } from './wawp-account';

const recipient = '+447911234551';

/** An instance at Wawp: its life, where its credentials travel, and what an unlimited plan changes. */
export function describeWawpSession(n8n: RealN8n): void {
	describe('an instance at Wawp', () => {
		let account: WawpAccount;

		const administer = async (operation: string, fields: object = {}) =>
			(await account.administer('session', operation, fields))[0]?.json;
		const asked = () => account.simulator.requests.at(-1)?.path;

		beforeAll(async () => {
			account = await WawpAccount.open(n8n, 'Instances at Wawp');
		});
		afterAll(async () => await account.close());

		it('is made, started, stopped and started again', async () => {
			showsFeatures('wawp', 'createSession', 'startSession');
			expect(await administer('create')).toMatchObject({ instance_id: 'A1B2C3D4E5F6' });
			for (const [operation, status] of [
				['start', 'STARTING'],
				['stop', 'STOPPED'],
				['restart', 'STARTING'],
			] as const) {
				expect(await administer(operation)).toMatchObject({ status });
				expect(asked()).toBe(`/v2/session/${operation}`);
			}
		});

		it('is linked by a QR code, and says whether it is', async () => {
			showsFeatures('wawp', 'loginQr', 'sessionStatus');
			account.simulator.status = 'SCAN_QR_CODE';
			expect(await administer('get')).toMatchObject({ status: 'SCAN_QR_CODE' });
			account.simulator.status = 'WORKING';
			const [qr] = await account.administer('session', 'getQr');
			expect(qr?.binary?.data).toMatchObject({ mimeType: 'image/png' });
		});

		it('is logged out and deleted', async () => {
			showsFeatures('wawp', 'logoutAndDelete');
			expect(await administer('logout')).toMatchObject({ status: 'SCAN_QR_CODE' });
			expect(await administer('delete')).toEqual({ deleted: true });
			expect(account.simulator.administration.deleted).toBe(true);
		});

		it.each([
			['query', { query: true, body: false, bearer: false }],
			['body', { query: false, body: true, bearer: false }],
			['header', { query: false, body: false, bearer: true }],
		] as const)('is reached with its token in the %s, and there alone', async (placement, places) => {
			showsFeatures('wawp', 'instanceCredential');
			const data = { ...account.data, placement, accountLabel: `By ${placement}` };
			const credential = await n8n.client.createCredential(`By ${placement}`, 'wawpApi', data);
			const settings = { credentials: { wawpApi: credential } };
			const item = await account.item('sendText', { recipient, text: `By ${placement}` }, settings);
			expect(item).toMatchObject({ outcome: 'sent' });
			const { query, body, headers } = account.simulator.asked(/send\/text$/u).at(-1)!;
			expect({
				query: 'access_token' in query,
				body: 'access_token' in (body as object),
				bearer: headers.authorization?.startsWith('Bearer ') === true,
			}).toEqual(places);
		});

		it('sends at once on an unlimited plan, however much there is', async () => {
			showsFeatures('wawp', 'unlimitedPlan');
			expect(await administer('setRatePolicy', { policySlug: 'unlimited' })).toMatchObject({
				policy: 'unlimited',
			});
			const fields = { recipient, text: 'At once', options: { whenLimited: 'fail' } };
			const five = [1, 2, 3, 4, 5].map(async () => await account.item('sendText', fields));
			for (const item of await Promise.all(five)) {
				expect(item).toMatchObject({ outcome: 'sent' });
				expect(item).not.toHaveProperty('jobId');
			}
			expect(account.taken('At once')).toHaveLength(5);
		});

		it('says no in words', async () => {
			showsFeatures('wawp', 'errorsInWords');
			const answer = { status: 404, body: { code: 'invalid_session', message: 'Session is not linked' } };
			account.simulator.failNext(/send\/text$/u, { kind: 'answer', answer });
			const { error } = await account.run('sendText', { recipient, text: 'Nobody gets this' });
			expect(`${error?.message} ${error?.description}`).toMatch(/linked/u);
			expect(account.taken('Nobody gets this')).toEqual([]);
		});
	});
}
