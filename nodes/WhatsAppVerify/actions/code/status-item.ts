import type { IDataObject } from 'n8n-workflow';
import type { CodeStatus } from '../../../../verification/code/code-verifications';

/** What is known of a verification; that there is none is an answer, too. */
export function statusItem(status: CodeStatus | null): IDataObject {
	if (status === null) return { id: null, status: null };
	return { ...status, authorized_numbers: [...status.authorized_numbers] };
}
