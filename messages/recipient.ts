/**
 * Where a message goes, after the one normaliser (`parse-recipient.ts`) has read what a person typed.
 */
export type Recipient =
	| {
			readonly kind: 'phone';
			/** E.164 with plus, as typed after normalising; WhatsApp may know the number under another form. */
			readonly e164: string;
			/**
			 * Digits to ask WhatsApp about, in order, the likeliest first. More than one for the countries whose
			 * WhatsApp numbers differ from the dialled ones (Brazil's ninth digit, Mexico's 1, Argentina's 9).
			 */
			readonly candidates: readonly string[];
	  }
	| { readonly kind: 'lid'; readonly lid: string }
	| { readonly kind: 'group'; readonly groupId: string }
	| { readonly kind: 'channel'; readonly channelId: string }
	| { readonly kind: 'status' };
