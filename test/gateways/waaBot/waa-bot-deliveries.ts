interface Written {
	readonly id: string;
	/** Digits. */
	readonly from: string;
	readonly name: string;
}

/** What a person wrote, as the server that WaaBot seems to run delivers it. */
export function waaBotText({ id, from, name, text }: Written & { readonly text: string }) {
	return waaBotMessage({ id, from, name }, { conversation: text });
}

/** A tapped row of the message `answers`. */
export function waaBotTap({
	rowId,
	title,
	answers,
	...written
}: Written & { readonly rowId: string; readonly title: string; readonly answers: string }) {
	return waaBotMessage(written, {
		listResponseMessage: {
			title,
			listType: 1,
			singleSelectReply: { selectedRowId: rowId },
			contextInfo: { stanzaId: answers, participant: '15550001000@s.whatsapp.net' },
		},
	});
}

export function waaBotMessage(
	{ id, from, name }: Written,
	message: Readonly<Record<string, unknown>>,
	key: Readonly<Record<string, unknown>> = {},
) {
	return {
		type: 'message',
		instanceKey: 'a1c91084-fa2e-43b8-8d52-3d98f65a0495',
		body: {
			key: { remoteJid: `${from}@s.whatsapp.net`, fromMe: false, id: `3EB0${id}`, ...key },
			messageTimestamp: Date.UTC(2026, 0, 1) / 1_000,
			pushName: name,
			message,
		},
	};
}
