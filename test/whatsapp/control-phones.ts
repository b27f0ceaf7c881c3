import { proto } from '@whiskeysockets/baileys';
import { asJson, ControlError, phoneOf, recipientOf, shownOn } from './control-request';
import type { ControlRequest } from './control-request';
import type { FileKind } from './media-files';
import type { Phone, SendOptions } from './phone';
import type { Sent } from './phone-sending';

type Act = (phone: Phone, request: ControlRequest) => unknown;

const ADDRESSINGS = ['pn', 'lid', 'lidOnly'] as const;
const KINDS: readonly FileKind[] = ['image', 'video', 'audio', 'ptt', 'document', 'sticker'];
/** Upper bound of a long poll, so that a caller that went away costs nothing for long. */
const MAX_WAIT_MS = 60_000;

const to = ({ server, body }: ControlRequest) => recipientOf(server, body.string('to'));
const shown = (phone: Phone, { body }: ControlRequest) => shownOn(phone, body.string('messageId'));

const sending = ({ body }: ControlRequest): SendOptions => ({
	addressing: body.choice('addressing', ADDRESSINGS),
	id: body.optionalString('id'),
});

const idOf = async (sent: Promise<Sent>): Promise<{ id: string; to: string }> => {
	const { id, to: chat } = await sent;
	return { id, to: chat };
};

function sentBy(phone: Phone, { body }: ControlRequest): Sent {
	const sent = phone.sent.get(body.string('messageId'));
	if (!sent) throw new ControlError(404, 'This phone has not sent that message');
	return sent;
}

/** POST /phones/:digits/<name>: what the owner of a phone does. */
export const PHONE_ACTIONS: Readonly<Record<string, Act>> = {
	scan: async (phone, { body }) => ({ device: (await phone.scan(body.string('qr'))).id }),
	code: async (phone, { body }) => ({ device: (await phone.enterCode(body.string('code'))).id }),
	unlink: (phone) => phone.unlink(),
	say: (phone, request) => idOf(phone.say(to(request), request.body.string('text'), sending(request))),
	send: (phone, request) => {
		const message = proto.Message.fromObject(request.body.object('message'));
		return idOf(phone.sendMessage(to(request), message, sending(request)));
	},
	file: (phone, request) => {
		const { body } = request;
		const file = {
			kind: body.choice('kind', KINDS) ?? 'document',
			bytes: Buffer.from(body.string('base64'), 'base64'),
			caption: body.optionalString('caption'),
			fileName: body.optionalString('fileName'),
			mimeType: body.optionalString('mimeType'),
		};
		return idOf(phone.sendFile(to(request), file, sending(request)));
	},
	location: (phone, request) => {
		const { body } = request;
		const name = body.optionalString('name');
		return idOf(
			phone.sendLocation(
				to(request),
				body.number('latitude'),
				body.number('longitude'),
				name,
				sending(request),
			),
		);
	},
	contact: (phone, request) => {
		const { body } = request;
		return idOf(phone.sendContact(to(request), body.string('name'), body.string('phone'), sending(request)));
	},
	poll: (phone, request) => {
		const { body } = request;
		const selectable = body.optionalNumber('selectable') ?? 1;
		return idOf(
			phone.poll(to(request), body.string('question'), body.strings('options'), selectable, sending(request)),
		);
	},
	reply: (phone, request) =>
		idOf(phone.reply(shown(phone, request), request.body.string('text'), sending(request))),
	react: (phone, request) => idOf(phone.react(shown(phone, request), request.body.string('emoji'))),
	vote: (phone, request) => {
		const { body } = request;
		const creatorAs = body.choice('creatorAs', ['pn', 'lid']);
		const voterAs = body.choice('voterAs', ['pn', 'lid']);
		return idOf(phone.vote(shown(phone, request), body.strings('options'), { creatorAs, voterAs }));
	},
	tap: (phone, request) => {
		const { body } = request;
		const choice = body.optionalNumber('place') ?? body.string('choice');
		return idOf(phone.tap(shown(phone, request), choice));
	},
	edit: (phone, request) => idOf(phone.edit(sentBy(phone, request), request.body.string('text'))),
	delete: (phone, request) => idOf(phone.delete(sentBy(phone, request))),
	read: (phone, request) => phone.read(shown(phone, request)),
	type: (phone, request) => {
		const state = request.body.choice('state', ['composing', 'recording', 'paused']);
		phone.type(to(request), state, sending(request));
	},
	'open-file': async (phone, request) => {
		const bytes = await phone.openFile(shown(phone, request));
		return { base64: bytes.toString('base64') };
	},
	settings: (phone, { body }) => {
		phone.name = body.optionalString('name') ?? phone.name;
		phone.hidesNumber = body.optionalBoolean('hidesNumber') ?? phone.hidesNumber;
		phone.sendsDeliveryReceipts =
			body.optionalBoolean('sendsDeliveryReceipts') ?? phone.sendsDeliveryReceipts;
		phone.sendsRetryReceipts = body.optionalBoolean('sendsRetryReceipts') ?? phone.sendsRetryReceipts;
	},
};

/** GET /phones/:digits/messages?since=N&waitMs=M: what came after the N-th message; waits up to M ms for one. */
export async function messagesSince({ server, path, query }: ControlRequest): Promise<unknown> {
	const phone = phoneOf(server, path.digits);
	const since = Number(query.get('since') ?? 0);
	const waitMs = Math.min(Number(query.get('waitMs') ?? 0), MAX_WAIT_MS);
	if (waitMs > 0 && phone.inbox.all.length <= since) {
		const arrived = phone.inbox.waitFor(() => phone.inbox.all.length > since, { timeoutMs: waitMs });
		// Nothing came in time: that is an answer too.
		await arrived.catch(() => undefined);
	}
	const messages = phone.inbox.all.slice(since);
	return {
		messages: messages.map((m) => ({ ...asJson(m), copies: phone.copiesOf(m) })),
		next: since + messages.length,
	};
}

export const describePhone = (phone: Phone): Record<string, unknown> => ({
	phone: phone.digits,
	jid: phone.jid,
	lid: phone.lid,
	name: phone.name,
	messages: phone.inbox.all.length,
	decryptFailures: phone.failures,
	devices: [...phone.account.devices.values()].map((device) => ({
		id: device.id,
		platform: device.platform,
		connected: device.connection?.isOpen ?? false,
		ready: device.active,
		waiting: device.queue.size,
		logins: device.logins,
		preKeys: device.keys.count,
	})),
});
