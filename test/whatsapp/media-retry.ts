import { aesEncryptGCM, hkdf, proto } from '@whiskeysockets/baileys';
import { child, node } from './binary-node';
import type { BinaryNode } from './binary-node';
import type { DeviceAddress } from './directory';
import { mediaOf } from './media-files';
import type { PhoneCore } from './phone-core';
import { unixSeconds } from './ports';
import { deliver } from './relay';

const { ResultType } = proto.MediaRetryNotification;

/**
 * A linked device found a file gone and asks its own phone, which still has it, to upload it again. The answer
 * is sealed with a key made from the file's media key, so the server learns nothing.
 */
export function uploadAgain(phone: PhoneCore, requester: DeviceAddress, receipt: BinaryNode): void {
	const { id = '' } = receipt.attrs;
	const rmr = child(receipt, 'rmr');
	const shown = phone.inbox.all.find((message) => message.id === id)?.message ?? phone.sent.get(id)?.message;
	const media = shown && mediaOf(shown);
	const { random, clock } = phone.server;
	const attrs = { from: phone.jid, type: 'mediaretry', id, t: unixSeconds(clock) };
	if (!rmr) return;
	if (!media?.mediaKey) {
		const error = node('error', { code: ResultType.NOT_FOUND.toString() });
		return deliver(phone.server, requester, node('notification', attrs, [error, rmr]));
	}
	const kept = phone.files.get(media.directPath ?? '');
	const answer = kept
		? { stanzaId: id, result: ResultType.SUCCESS, directPath: phone.keepFile(kept) }
		: { stanzaId: id, result: ResultType.NOT_FOUND };
	const key = hkdf(Buffer.from(media.mediaKey), 32, { info: 'WhatsApp Media Retry Notification' });
	const iv = random.bytes(12);
	const plain = proto.MediaRetryNotification.encode(answer).finish();
	const sealed = aesEncryptGCM(plain, key, iv, Buffer.from(id));
	const encrypt = node('encrypt', {}, [node('enc_p', {}, sealed), node('enc_iv', {}, iv)]);
	deliver(phone.server, requester, node('notification', attrs, [encrypt, rmr]));
}
