import { PNG } from 'pngjs';
import { mp3, mp4, pdf } from '../../../messages/media/sample-files';
import { oggOpus } from '../../../engines/web/ogg-opus-fixture';
import { showsFeatures } from '../../features/shows-features';
import type { Item } from '../../n8n-client';
import type { RealN8n } from '../../real-n8n';
import { waitUntil } from '../../wait-until';
import { kitTrigger } from '../../workflow';
import { FileServer } from '../operations/file-server';
import { wordsOf, type GatewayLine } from './gateway-line';
import { lineAt } from './lines';

const ada = { digits: '447911234501', name: 'Ada' };
const recipient = `+${ada.digits}`;
const chatId = `${ada.digits}@s.whatsapp.net`;

/** What WhatsApp Kit does through every gateway that sends. */
export function describeEveryGateway(n8n: RealN8n): void {
	describe.each(['wawp', 'waaBot', 'waCr'] as const)('whichever gateway it is: %s', (engine) => {
		const files = new FileServer();
		let line: GatewayLine;
		let listening = '';

		const send = async (operation: string, fields: object): Promise<Item['json']> =>
			(await line.account.runOne(`message.${operation}`, { recipient, ...fields })).json;
		const heard = async (): Promise<readonly Item['json'][]> => {
			const listed = await n8n.client.executionsOf(listening);
			const executions = await Promise.all(listed.map(async ({ id }) => await n8n.client.finished(id)));
			return executions.flatMap(({ items }) => (items.Heard ?? []).map(({ json }) => json));
		};
		const hears = async (words: string): Promise<Item['json']> =>
			await waitUntil(`"${words}" is heard`, async () => (await heard()).find(({ text }) => text === words));

		beforeAll(async () => {
			await files.start();
			line = lineAt(engine, n8n, { accountLabel: 'Counter' });
			await line.open();
			const trigger = line.account.node('Heard', kitTrigger, {
				engine,
				events: ['message', 'messageStatus'],
				filters: { ignoreOwn: false },
				manners: { defaultMessage: { message: { text: '{Welcome|Welcome} [name]' } } },
			});
			listening = await n8n.client.createWorkflow({ name: `Counter at ${engine}`, nodes: [trigger] });
			await n8n.publish(listening);
			await line.hear();
		});
		afterAll(async () => {
			if (listening) await n8n.client.unpublish(listening);
			await line.close();
			await files.stop();
		});

		it('files of every kind leave, with their caption, name and type', async () => {
			showsFeatures(engine, 'files', 'fileByUrl', 'fileDetails');
			const picture = PNG.sync.write(new PNG({ width: 3, height: 3 }));
			const sound =
				engine === 'wawp'
					? {
							kind: 'voice',
							name: 'note.ogg',
							type: 'audio/ogg',
							bytes: oggOpus({ seconds: 1, loudness: () => 50 }),
						}
					: { kind: 'audio', name: 'song.mp3', type: 'audio/mpeg', bytes: mp3 };
			const all = [
				{ kind: 'image', name: 'poster.png', type: 'image/png', bytes: picture, caption: 'Tonight' },
				{ kind: 'video', name: 'clip.mp4', type: 'video/mp4', bytes: mp4('vide'), caption: 'Look' },
				sound,
				{ kind: 'document', name: 'menu.pdf', type: 'application/pdf', bytes: pdf },
			];
			for (const { kind, name, type, bytes, ...more } of all) {
				const mediaUrl = files.offer(name, type, bytes);
				const options = { allowPrivateAddresses: true };
				const file = { mediaSource: 'url', mediaUrl, mediaKind: kind, options, ...more };
				expect(await send('sendMedia', file)).toMatchObject({ outcome: 'sent', via: kind, chatId });
				const taken = line.taken.at(-1)!;
				for (const words of [...Object.values(more), ...(kind === 'document' ? [name] : [])])
					expect(wordsOf(taken)).toContain(words);
				expect(bytesIn(taken)).toEqual(bytes);
			}
		});

		it('header and footer of a list and of buttons are shown', async () => {
			showsFeatures(engine, 'list', 'replyButtons', 'headerAndFooter');
			await send('sendList', {
				listBody: 'What would you like?',
				listButtonText: 'Menu',
				sections: { section: [{ title: 'Soup', rows: { row: [{ title: 'Minestrone', id: 'soup' }] } }] },
				options: { listHeader: 'Lunch', listFooter: 'Until two' },
			});
			for (const words of ['Lunch', 'What would you like?', 'Until two', 'Menu', 'Minestrone'])
				expect(wordsOf(line.taken.at(-1)!)).toContain(words);
			await send('sendButtons', {
				buttonsBody: 'Deliver today?',
				buttons: { button: [{ title: 'Yes, please' }, { title: 'No' }] },
				options: { buttonsHeader: 'Your order', buttonsFooter: 'Free of charge' },
			});
			for (const words of ['Your order', 'Deliver today?', 'Free of charge', 'Yes, please'])
				expect(wordsOf(line.taken.at(-1)!)).toContain(words);
		});

		it('numbers are taken as people write them', async () => {
			showsFeatures(engine, 'text', 'phoneNumbers');
			for (const written of ['00 44 7911 234501', '+44 (7911) 234-501', 'https://wa.me/447911234501']) {
				const item = await send('sendText', { recipient: written, text: `To ${written}` });
				expect(item).toMatchObject({ outcome: 'sent', recipient: expect.any(String), chatId });
				expect(wordsOf(line.taken.at(-1)!)).toMatch(/^\+?447911234501(@c\.us)?$/mu);
			}
		});

		it('a message that is queued has a job, and its end can be looked up', async () => {
			showsFeatures(engine, 'queueState');
			const queued = await send('sendText', { text: 'In its turn', options: { whenLimited: 'queue' } });
			expect(queued).toMatchObject({ outcome: 'queued', jobId: expect.any(String) });
			const { jobId } = queued;
			const job = await waitUntil('the job is done', async () => {
				const { json } = await line.account.runOne('message.getJob', { jobId });
				return json.state === 'sent' && json;
			});
			expect(job).toMatchObject({ jobId, messageId: expect.any(String), via: 'text' });
			expect(line.taken.filter((one) => wordsOf(one).includes('In its turn'))).toHaveLength(1);
		});

		it('whoever opted out gets nothing', async () => {
			showsFeatures(engine, 'optOut');
			const other = '+447911234502';
			await line.account.runOne('contact.setOptOut', { recipient: other, optedOut: true });
			const before = line.taken.length;
			const failing = line.account.kit('Step', 'message.sendText', { recipient: other, text: 'An offer' });
			const { items } = await line.account.run({ ...failing, onError: 'continueRegularOutput' });
			expect(items.Step?.[0]?.json).toMatchObject({ errorCode: 'refused' });
			expect(line.taken).toHaveLength(before);
		});

		it('the state of the account is told', async () => {
			showsFeatures(engine, 'sessionStatus');
			const { json } = await line.account.runOne('session.getStatus');
			expect(json).toMatchObject({ account: 'Counter', engine, state: 'open' });
			expect(String(json.phone)).toBe(engine === 'waCr' ? 'null' : '+15550001000');
		});

		it('who writes starts the workflow, and is greeted by name', async () => {
			showsFeatures(engine, 'incoming', 'placeholders');
			await line.writes(ada, 'Anybody there?');
			expect(await hears('Anybody there?')).toMatchObject({
				event: 'message',
				engine,
				from: { phone: recipient, isMe: false },
			});
			// The records of WA.cr name nobody.
			await line.took(engine === 'waCr' ? 'Welcome' : 'Welcome Ada');
		});

		it('what the number itself writes can start a workflow, too', async () => {
			showsFeatures(engine, 'ownMessages');
			await line.writesItself(ada, 'From the phone');
			const own = await waitUntil('it is heard', async () =>
				(await heard()).find(({ text, event }) => text === 'From the phone' || event === 'messageStatus'),
			);
			expect(own).toMatchObject(
				engine === 'waCr' ? { event: 'messageStatus', status: 'delivered' } : { from: { isMe: true } },
			);
		});
	});
}

/** The bytes of the file in what a gateway took, wherever it keeps them. */
function bytesIn(taken: object): Buffer {
	const { file, fields } = taken as { file?: unknown; fields: { file?: unknown } };
	const { data } = (file ?? fields.file) as { data: Uint8Array | string };
	return typeof data === 'string' ? Buffer.from(data, 'base64') : Buffer.from(data);
}
