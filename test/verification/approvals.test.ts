import type { EngineEventEnvelope } from '../../engines/engine';
import type { MessageEvent } from '../../messages/incoming';
import { prepareOutgoing } from '../../messages/prepare-outgoing';
import type { SendMessageRequest } from '../../sessions/session';
import { ApprovalMatcher } from '../../verification/approval/approval-matcher';
import { ApprovalVerifications } from '../../verification/approval/approval-verifications';
import { parseVerificationPolicy } from '../../verification/verification-policy';
import { KeyRing } from '../../verification/verifier';
import { ManualClock } from '../fixtures/manual-clock';
import { recordingLogger } from '../fixtures/quiet-logger';
import { MINUTE, START } from './a-verification';
import { receiptOf } from './sent-texts';
import { openVerifications, type OpenVerifications } from './open-verifications';

const ANA = '+5511987654321';
const CHAT = '5511987654321@s.whatsapp.net';

let opened: OpenVerifications;
let clock: ManualClock;
let sends: SendMessageRequest[];
let approvals: ApprovalVerifications;
let matcher: ApprovalMatcher;
let watched: number;
let items: number;

beforeEach(async () => {
	opened = await openVerifications();
	[clock, sends, watched, items] = [new ManualClock(START), [], 0, 0];
	const store = opened.store;
	const verification = { testNumbers: { number: [{ phone: '+442079460100', code: '424242' }] } };
	const account = {
		id: 'account',
		name: 'Shop',
		policy: parseVerificationPolicy({ verification }),
		cooldownMs: MINUTE,
		storageKey: undefined,
	};
	const ports = {
		store,
		clock,
		random: { unit: () => 0, bytes: (length: number) => new Uint8Array(length) },
		logger: recordingLogger(),
		keys: new KeyRing(store),
		send: async (request: SendMessageRequest) => {
			sends.push(request);
			return await Promise.resolve(receiptOf(request, clock.now()));
		},
		watch: () => (watched += 1),
	};
	approvals = new ApprovalVerifications(account, ports);
	matcher = new ApprovalMatcher(account, ports);
});
afterEach(async () => await opened.dispose());

const send = async (fields: object = {}, recipient = ANA) =>
	await approvals.send({ recipient, fields, requestKey: `item ${++items}` });

const rowsOf = ({ message }: SendMessageRequest): { id: string; title: string }[] =>
	(message as { sections: { rows: { id: string; title: string }[] }[] }).sections[0]!.rows;

async function answer(id: string, from: Partial<MessageEvent['from']> = {}, chatId = CHAT): Promise<void> {
	const event: MessageEvent = {
		event: 'choice',
		messageId: 'm',
		timestamp: START,
		chat: { id: chatId, type: chatId.endsWith('@g.us') ? 'group' : 'private' },
		from: { phone: ANA, lid: null, name: 'Ana', isMe: false, ...from },
		type: 'choice',
		text: '',
		choice: { id, title: 'Yes', index: 0, via: 'poll' },
		offline: false,
	};
	const envelope: EngineEventEnvelope = { id: `choice:${id}:${items++}`, inboxSeq: 1, event, raw: null };
	await matcher.see(envelope);
}

const said = () => sends.slice(1).map(({ message }) => (message as { text: string }).text);
const statusOf = async (id: string) => await approvals.getStatus(id);

describe('an approval', () => {
	it('is a list of two answers with its context, and listened for', async () => {
		const fields = {
			title: 'Sign in?',
			description: 'Somebody signs in.',
			device: 'Firefox',
			place: 'Lisbon',
			time: '10:15',
			footer: 'Shop',
		};
		const sent = await send(fields);
		expect(sent).toEqual({
			verificationId: expect.any(String),
			status: 'requested',
			expiresAt: new Date(START + 15 * MINUTE).toISOString(),
			resendAt: new Date(START + MINUTE).toISOString(),
			outcome: 'sent',
		});
		expect(sends[0]).toMatchObject({ purpose: 'verification', recipient: ANA });
		const { signal } = new AbortController();
		const fetchMedia = async () => await Promise.reject(new Error('none'));
		expect(await prepareOutgoing(sends[0]!.message, { signal, fetchMedia })).toMatchObject({
			kind: 'list',
			body: '*Sign in?*\n\nSomebody signs in.\n\n• Firefox\n• Lisbon\n• 10:15',
			footer: 'Shop',
			buttonText: 'Answer',
		});
		expect(rowsOf(sends[0]!).map(({ title }) => title)).toEqual(['Yes, it is me', 'No, reject']);
		expect(watched).toBeGreaterThan(0);
	});

	it.each([
		[0, 'validated', 'Thanks', null],
		[1, 'rejected', 'Stopped', 'rejected'],
	])('takes the answer %i of the person once', async (row, status, reply, error) => {
		const texts = { approvedMessage: 'Thanks', rejectedMessage: 'Stopped', lateMessage: 'Over' };
		const { verificationId } = await send(texts);
		const rows = rowsOf(sends[0]!);
		await answer(rows[row]!.id);
		expect(await statusOf(verificationId)).toMatchObject({
			status,
			error,
			method: 'approval',
			phone_number: ANA,
			profile_name: 'Ana',
		});
		await answer(rows[1 - row]!.id);
		expect(await statusOf(verificationId)).toMatchObject({ status });
		expect(said()).toEqual([reply, 'Over']);
	});

	it('is not answered by anybody else, which is told to them', async () => {
		const { verificationId } = await send();
		const [approve] = rowsOf(sends[0]!);
		await answer(approve!.id, { phone: '+442079460199' }, '442079460199@s.whatsapp.net');
		await answer(approve!.id, { phone: null, lid: '1234@lid' }, '1234@lid');
		await answer(approve!.id, { isMe: true });
		expect(await statusOf(verificationId)).toMatchObject({ status: 'requested' });
		expect(said()).toEqual(['This request is for somebody else.', 'This request is for somebody else.']);
		await answer(approve!.id, { phone: null, lid: '1234@lid' }, CHAT);
		expect(await statusOf(verificationId)).toMatchObject({ status: 'validated' });
	});

	it('in a group is answered by those who are named, and says who it was', async () => {
		const group = '120363000000000001@g.us';
		const responders = ['+44 20 7946 0199', ANA];
		const { verificationId } = await send({ responders, notAllowedMessage: 'Not you' }, group);
		expect(sends[0]).toMatchObject({ recipient: group, purpose: 'verification' });
		const [approve, reject] = rowsOf(sends[0]!);
		await answer(approve!.id, { phone: '+4915188776655' }, group);
		await answer(approve!.id, { phone: null, lid: '1234@lid' }, group);
		await answer(approve!.id, {}, '120363000000000002@g.us');
		await answer(approve!.id);
		expect(await statusOf(verificationId)).toMatchObject({ status: 'requested', phone_number: null });
		expect(said()).toEqual(['Not you', 'Not you', 'Not you', 'Not you']);
		await answer(reject!.id, { phone: '+442079460199', name: 'Ben' }, group);
		expect(await statusOf(verificationId)).toMatchObject({
			status: 'rejected',
			phone_number: '+442079460199',
			profile_name: 'Ben',
			authorized_numbers: ['+442079460199', ANA],
		});
	});

	it('in a group without names is answered by anybody in it, and takes no place of another', async () => {
		const group = '120363000000000001@g.us';
		const first = await send({}, group);
		await clock.advance(MINUTE);
		const second = await send({}, group);
		expect(await statusOf(first.verificationId)).toMatchObject({ status: 'requested' });
		await answer(rowsOf(sends[1]!)[0]!.id, { phone: null, lid: '1234@lid', name: null }, group);
		expect(await statusOf(second.verificationId)).toMatchObject({ status: 'validated', phone_number: null });
	});

	it('takes names of those who may answer in groups alone, and only numbers', async () => {
		await expect(send({ responders: ['+442079460199'] })).rejects.toMatchObject({ code: 'invalidInput' });
		const group = '120363000000000001@g.us';
		await expect(send({ responders: [group] }, group)).rejects.toMatchObject({ code: 'invalidInput' });
		expect(sends).toEqual([]);
	});

	it('is over when it expires, is cancelled or replaced', async () => {
		const first = await send({ expiryMinutes: 1 });
		const [approve] = rowsOf(sends[0]!);
		await clock.advance(MINUTE);
		await answer(approve!.id);
		expect(await statusOf(first.verificationId)).toMatchObject({ status: 'expired', error: 'expired' });
		const second = await send();
		await clock.advance(MINUTE);
		const third = await send();
		expect(await statusOf(second.verificationId)).toMatchObject({ status: 'failed', error: 'replaced' });
		expect(await approvals.cancel(third.verificationId)).toMatchObject({
			cancelled: true,
			status: { status: 'failed', error: 'cancelled' },
		});
		expect(await approvals.cancel('another')).toEqual({ cancelled: false, status: null });
	});

	it('shares the cooldown, makes one for one item, and sends nothing to test numbers', async () => {
		await send();
		await expect(send({ purpose: 'pay' })).rejects.toMatchObject({ reason: 'verificationCooldown' });
		const again = { recipient: '+442079460199', fields: {}, requestKey: 'same' };
		expect(await approvals.send(again)).toEqual(await approvals.send(again));
		expect(await send({}, '+442079460100')).toMatchObject({ outcome: 'test' });
		expect(sends).toHaveLength(2);
	});

	it.each(['', 'verification:x:approve', 'verification:7b2f9c1e-0000-0000-0000-000000000000:approve'])(
		'is not what %j answers',
		async (id) => {
			await send();
			await answer(id);
			expect(sends).toHaveLength(1);
		},
	);
});
