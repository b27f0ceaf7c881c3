import type { IDataObject } from 'n8n-workflow';
import type { WhatsAuthCallback } from '../../engines/whatsAuth/read-callback';
import type { VerificationItem } from '../../verification/verification-item';

/**
 * The item of a callback. For a link that was made here it says what this n8n knows, not what WhatsAuth claims; for
 * all others there is only WhatsAuth's word. Everything as it came is in `raw`.
 */
export function callbackItem(
	callback: WhatsAuthCallback,
	known: VerificationItem | null,
	raw: unknown,
): IDataObject {
	const item = known ?? itemOf(callback);
	return {
		...item,
		verification_code: callback.code,
		authorized_numbers: [...item.authorized_numbers],
		raw: raw as IDataObject,
	};
}

function itemOf(callback: WhatsAuthCallback) {
	return {
		id: callback.id,
		status: callback.status,
		method: 'link',
		purpose: null,
		phone_number: callback.phone,
		profile_name: callback.profileName,
		requested_at: callback.requestedAt,
		validated_at: callback.validatedAt,
		expires_at: callback.expiresAt,
		authorized_numbers: callback.authorizedNumbers,
		error: callback.error,
	};
}
