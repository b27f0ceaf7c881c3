import { credentialType } from '../account';
import { showsFeatures } from '../features/shows-features';
import type { RealN8n } from '../real-n8n';
import { kitNode, verifyNode } from '../workflow';
import { describeHumanReview } from './waiting/human-review';
import { questionOn, WaitingAccount } from './waiting/waiting-account';

/** Executions that sleep until somebody has answered, on an account of its own, with n8n stopped in between. */
export function describeWaiting(n8n: RealN8n): void {
	describe('waiting for an answer', () => {
		const account = new WaitingAccount(n8n);

		beforeAll(() => account.open());
		afterAll(() => account.close());

		const choices = { option: [{ title: 'Monday' }, { title: 'Friday' }] };
		const rows = {
			row: [
				{ title: 'Soup', id: 'soup' },
				{ title: 'Rice', id: 'rice' },
			],
		};
		const buttons = {
			button: [
				{ title: 'Today', id: 'today' },
				{ title: 'Later', id: 'later' },
			],
		};

		it('goes on with an approval given by one tap', async () => {
			showsFeatures('web', 'approvalResult', 'waitInWorkflow');
			const { ivy } = account;
			const execution = await account.approval({ recipient: `+${ivy.digits}`, title: 'Open door 1?' });
			const poll = await questionOn(ivy, 'Open door 1?');
			await account.sleeps(execution);
			await ivy.vote(poll, ['Yes, it is me']);
			expect(await account.goesOn(execution)).toEqual({
				asker: 'desk 7',
				verificationId: expect.any(String),
				timedOut: false,
				data: {
					approved: true,
					status: 'validated',
					responder: { phone: `+${ivy.digits}`, name: 'Ivy' },
					respondedAt: expect.stringMatching(/^\d{4}-/),
				},
			});
		}, 180_000);

		it.each([
			['list', { sections: { section: [{ title: 'Food', rows }] } }, 'Rice', { id: 'rice', index: 1 }],
			['buttons', { buttons }, 'Today', { id: 'today', index: 0 }],
			['poll', { pollOptions: choices }, 'Friday', { title: 'Friday', index: 1 }],
		])(
			'goes on with what was picked: %s',
			async (responseType, fields, picks, choice) => {
				const { ivy } = account;
				const message = `Which one of the ${responseType}?`;
				const execution = await account.question({ message, responseType, ...fields });
				const shown = await questionOn(ivy, message);
				await ivy.vote(shown, [picks]);
				expect(await account.goesOn(execution)).toMatchObject({
					asker: 'desk 7',
					messageId: shown.id,
					timedOut: false,
					data: {
						event: 'choice',
						account: 'Hotel',
						text: picks,
						choice: { ...choice, messageId: shown.id },
						responder: { phone: `+${ivy.digits}`, name: 'Ivy' },
					},
				});
			},
			180_000,
		);

		it('goes on with a number typed for an approval, and the second answer changes nothing', async () => {
			const { ivy, hotel } = account;
			const options = { fallback: 'text', acceptedMessage: 'Noted', lateMessage: 'Too late for that' };
			const execution = await account.question({ message: 'Ship it?', options });
			await questionOn(ivy, 'Ship it?');
			await ivy.say(hotel, '2');
			expect(await account.goesOn(execution)).toMatchObject({
				timedOut: false,
				data: { approved: false, choice: { id: 'reject', via: 'number' } },
			});
			await questionOn(ivy, 'Noted');
			await ivy.say(hotel, '1');
			await questionOn(ivy, 'Too late for that');
		}, 180_000);

		it('goes on with what somebody writes, and with the file somebody sends', async () => {
			const { ivy, hotel } = account;
			const words = await account.question({ message: 'What is your name?', responseType: 'freeText' });
			await questionOn(ivy, 'What is your name?');
			const said = await ivy.say(hotel, 'Ivy Stone');
			expect(await account.goesOn(words)).toMatchObject({
				data: { event: 'message', messageId: said.id, type: 'text', text: 'Ivy Stone' },
			});
			const file = await account.question({ message: 'Send a copy', responseType: 'media' });
			await questionOn(ivy, 'Send a copy');
			await ivy.say(hotel, 'One moment');
			const bytes = Buffer.from('%PDF-1.4 a copy');
			await ivy.sendFile(hotel, { kind: 'document', bytes, fileName: 'copy.pdf' });
			expect(await account.goesOn(file)).toMatchObject({
				data: { type: 'document', media: { fileName: 'copy.pdf', reference: expect.any(String) } },
			});
		}, 180_000);

		it('in a group only those answer who may, and the others are told so', async () => {
			const { ivy, jon, hotel } = account;
			const group = n8n.whatsApp.addGroup({ subject: 'Desk', participants: [hotel, ivy, jon] });
			const options = { responders: `+${jon.digits}`, notAllowedMessage: 'Not your turn' };
			const execution = await account.question({ recipient: group.jid, message: 'Refund?', options });
			await ivy.vote(await questionOn(ivy, 'Refund?'), ['Approve']);
			await questionOn(ivy, 'Not your turn');
			expect((await n8n.client.execution(execution)).status).toBe('waiting');
			await jon.vote(await questionOn(jon, 'Refund?'), ['Approve']);
			expect(await account.goesOn(execution)).toMatchObject({
				data: { approved: true, responder: { phone: `+${jon.digits}`, name: 'Jon' } },
			});
		}, 180_000);

		it('an approval asked in a group counts from those who are named', async () => {
			const { ivy, jon, hotel } = account;
			const group = n8n.whatsApp.addGroup({ subject: 'Owners', participants: [hotel, ivy, jon] });
			const options = { responders: `+${jon.digits}`, notAllowedMessage: 'Ask Jon' };
			const execution = await account.approval({ recipient: group.jid, title: 'Sell it?', options });
			await ivy.vote(await questionOn(ivy, 'Sell it?'), ['Yes, it is me']);
			await questionOn(ivy, 'Ask Jon');
			await jon.vote(await questionOn(jon, 'Sell it?'), ['No, reject']);
			expect(await account.goesOn(execution)).toMatchObject({
				data: { approved: false, status: 'rejected', responder: { phone: `+${jon.digits}`, name: 'Jon' } },
			});
		}, 180_000);

		it('goes on without an answer when the time is over, and a late answer is told so', async () => {
			const { ivy } = account;
			const options = { limitWaitMinutes: 0.1, lateMessage: 'Nobody waits any more' };
			const execution = await account.question({ message: 'Quickly?', options });
			const shown = await questionOn(ivy, 'Quickly?');
			expect(await account.goesOn(execution)).toEqual({
				asker: 'desk 7',
				messageId: shown.id,
				chatId: expect.any(String),
				timedOut: true,
				data: {},
			});
			await ivy.vote(shown, ['Approve']);
			await questionOn(ivy, 'Nobody waits any more');
		}, 180_000);

		it('is woken by nobody who only knows the address', async () => {
			const { ivy } = account;
			const execution = await account.question({ message: 'Safe?' });
			const shown = await questionOn(ivy, 'Safe?');
			await account.sleeps(execution);
			const { address } = n8n.client;
			const unsigned = `${address}/webhook-waiting/${execution}/${account.askNodeId}`;
			for (const body of [{}, { wait: 'x', proof: 'x', data: { approved: true } }]) {
				const headers = { 'content-type': 'application/json' };
				const answer = await fetch(unsigned, { method: 'POST', headers, body: JSON.stringify(body) });
				expect(answer.status).toBeGreaterThanOrEqual(400);
			}
			expect((await n8n.client.execution(execution)).status).toBe('waiting');
			await ivy.vote(shown, ['Reject']);
			expect(await account.goesOn(execution)).toMatchObject({ data: { approved: false } });
		}, 180_000);

		it('hears what was answered while n8n was away', async () => {
			const { ivy, jon, hotel } = account;
			// Whoever was asked for an approval lately is not asked for another one at once.
			const door = await account.approval({ recipient: `+${jon.digits}`, title: 'Open door 2?' });
			const poll = await questionOn(jon, 'Open door 2?');
			const name = await account.question({
				recipient: `+${ivy.digits}`,
				message: 'Which room?',
				responseType: 'freeText',
			});
			await questionOn(ivy, 'Which room?');
			await Promise.all([account.sleeps(door), account.sleeps(name)]);
			await n8n.stopN8n('SIGKILL');
			await jon.vote(poll, ['No, reject']);
			await ivy.say(hotel, 'Room 12');
			await n8n.startN8n();
			expect(await account.goesOn(door)).toMatchObject({ timedOut: false, data: { approved: false } });
			expect(await account.goesOn(name)).toMatchObject({ timedOut: false, data: { text: 'Room 12' } });
		}, 300_000);

		it.each([kitNode, verifyNode])(
			'%s is offered to agents as a human review of their tools',
			async (name) => {
				const review = (await n8n.client.servedNodeType(`${name}HitlTool`)) ?? {};
				expect(review).toMatchObject({ outputs: [{ type: 'ai_tool' }], inputs: [{ type: 'ai_tool' }] });
				const credentials = review.credentials as Array<{ name: string }>;
				expect(credentials.map((one) => one.name)).toContain(credentialType);
				const properties = review.properties as Array<{ name: string; type: string; default: unknown }>;
				const hidden = properties
					.filter(({ type }) => type === 'hidden')
					.map((one) => [one.name, one.default]);
				expect(hidden).toContainEqual(['operation', 'sendAndWait']);
				expect(properties.find((property) => property.name === 'message')?.default).toContain(
					'$tool.parameters',
				);
			},
		);

		describeHumanReview(account);
	});
}
