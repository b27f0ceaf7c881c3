import { verificationItem } from '../../verification/verification-item';
import { aVerification, MINUTE, START } from './a-verification';

const secret = { codeHash: Uint8Array.from([1]), sealedCode: Uint8Array.from([2]) };

describe('the item of a verification', () => {
	test('has what workflows read, and no secret', () => {
		expect(verificationItem(aVerification(secret))).toEqual({
			id: 'v-1',
			status: 'requested',
			method: 'code',
			purpose: 'authentication',
			phone_number: '+5511987654321',
			profile_name: null,
			requested_at: new Date(START).toISOString(),
			validated_at: null,
			expires_at: new Date(START + 10 * MINUTE).toISOString(),
			authorized_numbers: ['+5511987654321'],
			error: null,
		});
	});

	test('tells who proved it and when, and how it ended', () => {
		const proven = aVerification({ status: 'validated', validatedAt: START + 1, profileName: 'Ana' });
		expect(verificationItem(proven)).toMatchObject({
			status: 'validated',
			validated_at: new Date(START + 1).toISOString(),
			profile_name: 'Ana',
		});
		const failed = aVerification({ status: 'failed', error: 'cancelled', phone: null });
		expect(verificationItem(failed)).toMatchObject({ error: 'cancelled', phone_number: null });
	});
});
