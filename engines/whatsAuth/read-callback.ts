import { z } from 'zod';

export const CALLBACK_STATUSES = ['requested', 'validated', 'expired', 'failed'] as const;

/** What WhatsAuth tells of a verification, as far as it could be read. */
export interface WhatsAuthCallback {
	/** WhatsAuth's own; null when it is missing. */
	readonly id: string | null;
	readonly status: (typeof CALLBACK_STATUSES)[number];
	readonly code: string;
	/** As WhatsAuth writes it; null when nobody is named. */
	readonly phone: string | null;
	readonly profileName: string | null;
	/** As they came; null when missing. */
	readonly requestedAt: string | null;
	readonly validatedAt: string | null;
	readonly expiresAt: string | null;
	readonly authorizedNumbers: readonly string[];
	/** WhatsAuth's words. */
	readonly error: string | null;
}

/** A text that may be missing, or be something else: then it is as good as missing. */
const text = z
	.union([z.string(), z.int().transform(String)])
	.transform((given) => given.trim().slice(0, 1_000) || null)
	.nullish()
	.catch(null)
	.transform((given) => given ?? null);

const schema = z.object({
	id: text,
	status: z.enum(CALLBACK_STATUSES),
	verification_code: z
		.union([z.string(), z.int().transform(String)])
		.transform((code) => code.trim())
		.refine((code) => code !== '' && code.length <= 200),
	phone_number: text,
	profile_name: text,
	requested_at: text,
	validated_at: text,
	expires_at: text,
	authorized_numbers: z.array(z.string()).catch([]),
	error: text,
});

/** Null for what is no callback of WhatsAuth. More members than these do not matter. */
export function readCallback(body: unknown): WhatsAuthCallback | null {
	const parsed = schema.safeParse(body);
	if (!parsed.success) return null;
	const { data } = parsed;
	return {
		id: data.id,
		status: data.status,
		code: data.verification_code,
		phone: data.phone_number,
		profileName: data.profile_name,
		requestedAt: data.requested_at,
		validatedAt: data.validated_at,
		expiresAt: data.expires_at,
		authorizedNumbers: data.authorized_numbers,
		error: data.error,
	};
}
