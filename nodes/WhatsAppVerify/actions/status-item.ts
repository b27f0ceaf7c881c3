import type { IDataObject } from 'n8n-workflow';
import type { VerificationItem } from '../../../verification/verification-item';

/** What is known of a verification; that there is none is an answer, too. */
export function statusItem(status: VerificationItem | null): IDataObject {
	if (status === null) return { id: null, status: null };
	return { ...status, authorized_numbers: [...status.authorized_numbers] };
}
