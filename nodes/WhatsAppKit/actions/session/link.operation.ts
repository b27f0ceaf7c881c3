import type { OperationContext, OperationModule } from '../../../shared/operation';
import { defined } from '../../../shared/item-parameters';
import { renderQr } from '../../../shared/qr-picture';

export const link: OperationModule = {
	operation: {
		value: 'link',
		name: 'Link',
		action: 'Link a session to a phone',
		description: 'Show a QR code or a pairing code that links the number; run again to see the result',
	},

	fields: () => [
		{
			displayName:
				"The output has the QR code as a picture (tab 'Binary'). On the phone: WhatsApp > Settings > Linked devices > Link a device. Linking goes on for up to 3 minutes after this node has ended; run it again to see the result or a fresh code.",
			name: 'linkNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Phone Number',
			name: 'phone',
			type: 'string',
			default: '',
			placeholder: 'e.g. +55 11 98765-4321',
			description:
				'Optional. The number of the phone to link, with country code: shows an eight-character pairing code to type on the phone instead of a QR code.',
		},
		{
			displayName: 'Wait (Seconds)',
			name: 'waitSeconds',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 180 },
			default: 0,
			description:
				'How long to wait for the phone before answering, 0 to 180. With 0 the node answers as soon as there is a code to show.',
		},
	],

	execute: linkPhone,
};

/**
 * Neither the QR nor the pairing code is declared in `sensitiveOutputFields`: n8n redacts those fields for
 * everybody and for ever, also for the person who has to type the code. Both stop working within 3 minutes.
 */
async function linkPhone({ host, parameters, session, signal }: OperationContext) {
	const waitSeconds = Math.min(180, Math.max(0, parameters.number('waitSeconds', 0)));
	const progress = await session.link(
		defined({ phone: parameters.optionalText('phone'), waitMs: waitSeconds * 1_000, signal }),
	);
	const json = defined({
		linked: progress.linked,
		state: progress.state.kind,
		phone: progress.phone ?? null,
		pairingCode: progress.pairingCode,
		expiresAt: progress.expiresAt,
		next: progress.next,
	});
	if (progress.qr === undefined) return [{ json }];
	const picture = await renderQr(progress.qr);
	return [
		{ json, binary: { qr: await host.helpers.prepareBinaryData(picture, 'whatsapp-qr.png', 'image/png') } },
	];
}
