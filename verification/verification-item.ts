import type { Verification } from './verification';

/** One verification as workflows see it (fixed names, those of WhatsAuth's callback). Times are ISO 8601. */
export interface VerificationItem {
	readonly id: string;
	readonly status: Verification['status'];
	readonly method: Verification['method'];
	readonly purpose: string;
	readonly phone_number: string | null;
	readonly profile_name: string | null;
	readonly requested_at: string;
	readonly validated_at: string | null;
	readonly expires_at: string;
	readonly authorized_numbers: readonly string[];
	readonly error: string | null;
}

export function verificationItem(of: Verification): VerificationItem {
	return {
		id: of.id,
		status: of.status,
		method: of.method,
		purpose: of.purpose,
		phone_number: of.phone,
		profile_name: of.profileName,
		requested_at: new Date(of.requestedAt).toISOString(),
		validated_at: of.validatedAt === null ? null : new Date(of.validatedAt).toISOString(),
		expires_at: new Date(of.expiresAt).toISOString(),
		authorized_numbers: of.authorizedNumbers,
		error: of.error,
	};
}
