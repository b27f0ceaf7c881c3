import { sentTo, shownOn } from './linked-account';
import type { LinkedAccount } from './linked-account';

export function describeCards(account: LinkedAccount): void {
	const toBea = () => ({ recipient: `+${account.bea.digits}` });

	it('Message: Send Location shows the place', async () => {
		const item = await account.runOne('message.sendLocation', {
			...toBea(),
			latitude: -22.9519173,
			longitude: -43.2104949,
			options: { name: 'Corcovado', address: 'Rio de Janeiro' },
		});
		expect(item.json).toEqual(sentTo(account.bea, 'location'));
		expect((await shownOn(account.bea, item)).message.locationMessage).toMatchObject({
			degreesLatitude: -22.9519173,
			degreesLongitude: -43.2104949,
			name: 'Corcovado',
			address: 'Rio de Janeiro',
		});
	});

	it('Message: Send Contact shows a card with a number to tap', async () => {
		const phone = '+49 1519 9887766';
		const item = await account.runOne('message.sendContact', {
			...toBea(),
			contacts: {
				contact: [{ name: 'Carl Jung', phone, organization: 'Chairs', email: 'carl@example.com' }],
			},
		});
		expect(item.json).toEqual(sentTo(account.bea, 'contact'));
		const card = (await shownOn(account.bea, item)).message.contactMessage;
		expect(card?.displayName).toBe('Carl Jung');
		for (const line of [`waid=${account.carl.digits}`, 'ORG:Chairs', 'carl@example.com']) {
			expect(card?.vcard).toContain(line);
		}
	});
}
