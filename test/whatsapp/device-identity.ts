import {
	Curve,
	hmacSign,
	proto,
	WA_ADV_ACCOUNT_SIG_PREFIX,
	WA_ADV_DEVICE_SIG_PREFIX,
} from '@whiskeysockets/baileys';
import type { KeyPair } from '@whiskeysockets/baileys';
import { verifySignature } from './signatures';

export interface DeviceToSign {
	/** Signal identity key of the device to be linked. */
	readonly identityKey: Uint8Array;
	readonly keyIndex: number;
	readonly rawId: number;
	/** Epoch seconds. */
	readonly timestamp: number;
}

/** The phone's statement "this device is mine", sealed with the secret only scanner and scanned know. */
export function signDevice(phoneIdentity: KeyPair, device: DeviceToSign, advSecret: Uint8Array): Uint8Array {
	const { E2EE } = proto.ADVEncryptionType;
	const details = proto.ADVDeviceIdentity.encode({
		rawId: device.rawId,
		timestamp: device.timestamp,
		keyIndex: device.keyIndex,
		accountType: E2EE,
		deviceType: E2EE,
	}).finish();
	const claim = Buffer.concat([WA_ADV_ACCOUNT_SIG_PREFIX, details, device.identityKey]);
	const signed = proto.ADVSignedDeviceIdentity.encode({
		details,
		accountSignatureKey: phoneIdentity.public,
		accountSignature: Curve.sign(phoneIdentity.private, claim),
	}).finish();
	return proto.ADVSignedDeviceIdentityHMAC.encode({
		details: signed,
		hmac: hmacSign(Buffer.from(signed), Buffer.from(advSecret)),
	}).finish();
}

/**
 * Both signatures of a device identity, as a real phone checks them before it believes a linked device.
 * Returns what is wrong, or undefined. `accountKey` stands in when the identity came without it (pairing).
 */
export function deviceIdentityFault(
	encoded: Uint8Array,
	deviceKey: Uint8Array,
	accountKey: Uint8Array,
): string | undefined {
	const identity = proto.ADVSignedDeviceIdentity.decode(encoded);
	const { details, accountSignature, deviceSignature, accountSignatureKey } = identity;
	if (!details?.length || !accountSignature?.length || !deviceSignature?.length) return 'incomplete';
	if (accountSignatureKey?.length && !Buffer.from(accountSignatureKey).equals(accountKey))
		return 'wrong account key';
	const claim = Buffer.concat([WA_ADV_ACCOUNT_SIG_PREFIX, details, deviceKey]);
	if (!verifySignature(accountKey, claim, accountSignature)) return 'bad account signature';
	const answer = Buffer.concat([WA_ADV_DEVICE_SIG_PREFIX, details, deviceKey, accountKey]);
	if (!verifySignature(deviceKey, answer, deviceSignature)) return 'bad device signature';
	return undefined;
}
