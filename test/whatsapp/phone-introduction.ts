import { deflateSync } from 'node:zlib';
import { proto } from '@whiskeysockets/baileys';
import { node } from './binary-node';
import type { LinkedDevice } from './linked-device';
import type { PhoneCore } from './phone-core';
import { participant } from './phone-sending';
import { relayMessage } from './relay';

/** After the first login the phone gives a new device its app-state key and an (empty) history. */
export async function introduce(phone: PhoneCore, device: LinkedDevice): Promise<void> {
	const { random, clock } = phone.server;
	const { Type, HistorySyncType } = { ...proto.Message.ProtocolMessage, ...proto.HistorySync };
	const share: proto.IMessage = {
		protocolMessage: {
			type: Type.APP_STATE_SYNC_KEY_SHARE,
			appStateSyncKeyShare: {
				keys: [
					{
						keyId: { keyId: random.bytes(6) },
						keyData: {
							keyData: random.bytes(32),
							fingerprint: { rawId: 1, currentIndex: 1, deviceIndexes: [0, device.id] },
							timestamp: clock.now(),
						},
					},
				],
			},
		},
	};
	const others = phone.server.directory.accounts.filter((account) => account !== phone.account);
	const history = proto.HistorySync.encode({
		syncType: HistorySyncType.INITIAL_BOOTSTRAP,
		progress: 100,
		conversations: [],
		phoneNumberToLidMappings: others
			.filter((account) => !account.phone.hidesNumber)
			.map((account) => ({ pnJid: account.jid('pn'), lidJid: account.jid('lid') })),
	}).finish();
	const notice: proto.IMessage = {
		protocolMessage: {
			type: Type.HISTORY_SYNC_NOTIFICATION,
			historySyncNotification: {
				syncType: HistorySyncType.INITIAL_BOOTSTRAP,
				chunkOrder: 1,
				progress: 100,
				initialHistBootstrapInlinePayload: deflateSync(history),
			},
		},
	};
	for (const message of [share, notice]) await sendToOwnDevice(phone, device, message);
}

async function sendToOwnDevice(
	phone: PhoneCore,
	device: LinkedDevice,
	message: proto.IMessage,
): Promise<void> {
	const part = await participant(phone, { account: phone.account, device: device.id }, message);
	const to = phone.account.jid('pn', device.id);
	const attrs = { id: phone.newId(), to, type: 'text', category: 'peer' };
	relayMessage(phone.server, phone.address, node('message', attrs, part.content));
}
