import { showsFeatures } from '../features/shows-features';
import type { RealN8n } from '../real-n8n';
import { WaaBotAccount } from './waa-bot-account';

const recipient = '+447911234541';

/** Bots at WaaBot and what they do by themselves, set by the node WaaBot. */
export function describeWaaBotSettings(n8n: RealN8n): void {
	describe('a bot at WaaBot', () => {
		let account: WaaBotAccount;

		/** The last change, as WaaBot was asked for it. */
		const lastChange = () => account.simulator.administration.changes.at(-1);

		beforeAll(async () => {
			account = await WaaBotAccount.open(n8n, 'Bots at WaaBot');
		});
		afterAll(async () => await account.simulator.close());

		it('is made, with what its credential needs, and started', async () => {
			showsFeatures('waaBot', 'createSession', 'startSession');
			const [made] = await account.administer('bot', 'create', { botFields: { botName: 'Counter' } });
			expect(made?.json).toMatchObject({
				session_id: '2ad8-07c9-447b-994d-eb8b',
				settings: { access_token: '0184-28a5-439a-a1cd-fc6f' },
			});
			expect(lastChange()).toEqual({
				route: 'POST /whatsapp/createNewWhatsapp',
				fields: { bot_name: 'Counter' },
			});
			await account.administer('bot', 'init', { initFields: { multiDevice: true } });
			expect(lastChange()).toEqual({
				route: 'POST /whatsapp/init',
				fields: { config: { multiDevice: true } },
			});
		});

		it('is linked by a QR code, and says whether it is', async () => {
			showsFeatures('waaBot', 'loginQr', 'sessionStatus');
			const [qr] = await account.administer('bot', 'getQr');
			expect(qr?.binary?.data).toMatchObject({ mimeType: 'image/png' });
			account.simulator.phoneConnected = false;
			const [state] = await account.administer('bot', 'get');
			account.simulator.phoneConnected = true;
			expect(state?.json).toMatchObject({ instance_data: { phone_connected: false } });
		});

		it('is listed with the others, without tokens', async () => {
			showsFeatures('waaBot', 'listSessions');
			const bots = await account.administer('bot', 'getMany', { returnAll: true });
			expect(bots).toHaveLength(2);
			expect(bots[0]?.json).toMatchObject({ _id: 'b1', settings: { bot_name: 'WhatsappClient' } });
			expect(JSON.stringify(bots)).not.toContain('0184-28a5');
		});

		it('is logged out and deleted by its ID', async () => {
			showsFeatures('waaBot', 'logoutAndDelete');
			await account.administer('bot', 'logout', { botId: 'b1' });
			expect(account.simulator.asked(/instance\/logout\/b1$/u)).toMatchObject([{ method: 'GET' }]);
			const [gone] = await account.administer('bot', 'delete', { botId: 'b1' });
			expect(gone?.json).toEqual({ deleted: true });
			expect(lastChange()).toMatchObject({ route: 'DELETE /whatsapp/b1' });
		});

		it('gets a name, a time zone, a language and a default message', async () => {
			showsFeatures('waaBot', 'botSettings', 'placeholders');
			const generalFields = {
				botName: 'Counter',
				botTimezone: 'Africa/Harare',
				botLanguage: 'en',
				defaultMessage: '{Hi|Hello} [name]',
			};
			await account.administer('bot', 'updateGeneral', { generalFields });
			expect(lastChange()).toEqual({
				route: 'PUT /whatsapp/updateGeneral',
				fields: {
					bot_name: 'Counter',
					bot_timezone: 'Africa/Harare',
					bot_lang: 'en',
					default_msg: '{Hi|Hello} [name]',
				},
			});
		});

		it('does by itself what is switched on, and all else stays as it was', async () => {
			showsFeatures('waaBot', 'botActions');
			await account.administer('bot', 'updateActions', { actionFields: { sendDefault: true } });
			expect(account.simulator.actions).toEqual({ ...pair(account), send_default_msg: true });
			const actionFields = {
				sendDefault: false,
				multiDevice: true,
				replyGroups: false,
				replyMessages: true,
				replyUnread: false,
				sendWebhook: true,
			};
			await account.administer('bot', 'updateActions', { actionFields });
			expect(account.simulator.actions).toEqual({
				...pair(account),
				send_default_msg: false,
				multi_device: true,
				reply_group_msgs: false,
				reply_msgs: true,
				reply_unread_msgs: false,
				send_webhook: true,
			});
		});

		it('answers on the days and in the hours that are chosen', async () => {
			showsFeatures('waaBot', 'botActiveTimes');
			await account.administer('bot', 'updateActiveDays', { activeDays: ['monday', 'friday'] });
			expect(lastChange()).toEqual({
				route: 'PUT /whatsapp/updateActiveDays',
				fields: {
					...{ monday: true, tuesday: false, wednesday: false, thursday: false },
					...{ friday: true, saturday: false, sunday: false },
				},
			});
			await account.administer('bot', 'updateActiveHours', { from: '08:00', to: '17:00' });
			expect(lastChange()).toEqual({
				route: 'PUT /whatsapp/updateActiveHours',
				fields: { from: '08:00', to: '17:00' },
			});
		});

		it('sends by its session ID and token alone where that is enough', async () => {
			showsFeatures('waaBot', 'botPairCredential');
			account.simulator.bearerNeeded = false;
			const { email: _email, password: _password, ...data } = account.data;
			const alone = { ...data, accountLogin: 'none', accountLabel: 'Alone at WaaBot' };
			const credential = await n8n.client.createCredential('Alone at WaaBot', 'waaBotApi', alone);
			const { logins } = account.simulator;
			const settings = { credentials: { waaBotApi: credential } };
			const item = await account.item('sendText', { recipient, text: 'By the pair' }, settings);
			account.simulator.bearerNeeded = true;
			expect(item).toMatchObject({ outcome: 'sent' });
			expect(account.simulator.logins).toBe(logins);
			const { query, headers } = account.simulator.asked(/whatsapp\/message$/u).at(-1)!;
			expect(query).toMatchObject({ session_id: account.data.sessionId });
			expect(headers.authorization).toBeUndefined();
		});

		it('says no in words', async () => {
			showsFeatures('waaBot', 'errorsInWords');
			const answer = { status: 400, body: { status: false, message: 'The phone is not connected' } };
			account.simulator.failNext(/\/message$/u, { kind: 'answer', answer });
			const { error } = await account.run('sendText', { recipient, text: 'Nobody gets this' });
			expect(`${error?.message} ${error?.description}`).toContain('The phone is not connected');
			expect(account.last?.fields).not.toMatchObject({ message: 'Nobody gets this' });
		});
	});
}

/** What every request for a bot has beside its fields. */
function pair({ data }: WaaBotAccount) {
	return { session_id: data.sessionId, access_token: data.accessToken };
}
