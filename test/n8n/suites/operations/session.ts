import { showsFeatures } from '../../features/shows-features';
import { waitUntil } from '../../wait-until';
import type { LinkedAccount } from './linked-account';

export function describeStatus(account: LinkedAccount): void {
	it('Session: Get Status tells that the number is linked and connected', async () => {
		showsFeatures('web', 'sessionStatus');
		const { json } = await account.runOne('session.getStatus');
		expect(json).toEqual({
			account: 'Branch',
			engine: 'web',
			state: 'open',
			phone: `+${account.owner.digits}`,
			lid: account.owner.lid,
			name: json.name,
			since: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
			text: `Linked as +${account.owner.digits} and connected.`,
			next: null,
			lastError: null,
			owner: {
				where: 'this process',
				host: expect.any(String),
				pid: expect.any(Number),
				role: 'main',
				since: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
			},
			warnings: [],
		});
		// A number learns its own name from a message its phone wrote, and one may have come by now.
		expect([null, 'Branch']).toContain(json.name);
	});
}

export function describeLimits(account: LinkedAccount): void {
	it('Session: Get Limits tells which limits the number has', async () => {
		const { json } = await account.runOne('session.getLimits');
		expect(json).toEqual({
			account: 'Branch',
			preset: 'unlimited',
			nextFree: null,
			restriction: null,
			warmUp: null,
			rules: [
				{
					rule: 'verificationCooldown',
					used: null,
					limit: 1,
					windowSeconds: 60,
					nextFree: null,
					text: expect.stringContaining('60 s'),
				},
			],
		});
	});
}

export function describeLogout(account: LinkedAccount): void {
	it('Session: Log Out takes n8n off the linked devices of the phone', async () => {
		showsFeatures('web', 'logoutAndDelete');
		expect(account.owner.account.devices.size).toBe(1);
		const { json } = await account.runOne('session.logout');
		expect(json).toEqual({ loggedOut: true });
		await waitUntil('the phone lists no device', () => account.owner.account.devices.size === 0);
		const status = await account.runOne('session.getStatus');
		expect(status.json).toMatchObject({ next: expect.stringContaining('Link') });
		expect(status.json.state).not.toBe('open');
		const sending = account.step('Sending', 'message.sendText', {
			recipient: `+${account.bea.digits}`,
			text: 'nobody hears this',
		});
		const { Sending } = await account.run({ ...sending, onError: 'continueRegularOutput' });
		expect(Sending?.[0]?.json).toMatchObject({
			errorCode: 'notLinked',
			message: expect.stringContaining('Link'),
		});
	});
}
