/**
 * WhatsApp's limits, checked before anything leaves. A message over one of them is refused by the server, cut
 * short, or (worst) taken and never shown.
 *
 * Lengths are counted in UTF-16 code units (`string.length`), as WhatsApp's own clients do: most emoji count
 * as two.
 *
 * Sources: [cloud] Meta's Cloud API reference, "Messages" and "Interactive messages"; [app] what WhatsApp's own
 * apps let a person type; [kit] no published limit, a bound of ours so that nothing is endless.
 */
export const limits = {
	/** [cloud] text.body */
	text: 4096,
	/** [cloud] media caption */
	caption: 1024,
	interactive: {
		/** [cloud] interactive.body.text of buttons; lists take the same here, so that one may become the other. */
		body: 1024,
		/** [cloud] interactive.header.text */
		header: 60,
		/** [cloud] interactive.footer.text */
		footer: 60,
	},
	buttons: {
		/** [cloud] action.buttons */
		min: 1,
		/** [cloud] action.buttons */
		max: 3,
		/** [cloud] reply.title */
		title: 20,
		/** [cloud] buttons of a message that open a page */
		url: 2,
		/** [cloud] buttons of a message that call */
		call: 1,
	},
	list: {
		/** [cloud] action.button */
		buttonText: 20,
		/** [cloud] action.sections */
		sections: 10,
		/** [cloud] section.title; required when there is more than one section */
		sectionTitle: 24,
		/** [cloud] rows of all sections together */
		rows: 10,
		/** [cloud] row.title */
		rowTitle: 24,
		/** [cloud] row.description */
		rowDescription: 72,
	},
	/** [cloud] row.id; reply.id may have 256 there, one limit for both keeps a list and buttons exchangeable. */
	choiceId: 200,
	compound: {
		/** [kit] IDs at a gateway are some dozen characters */
		id: 100,
		/** [kit] */
		attachments: 30,
	},
	poll: {
		/** [app] question field */
		question: 255,
		/** [app] a poll needs something to choose from */
		minOptions: 2,
		/** [app] option rows of the poll editor */
		maxOptions: 12,
		/** [app] option field */
		option: 100,
	},
	location: {
		/** WGS 84, degrees */
		latitude: 90,
		/** WGS 84, degrees */
		longitude: 180,
		/** [kit] */
		name: 1000,
		/** [kit] */
		address: 1000,
	},
	contact: {
		/** [app] contacts shared in one message */
		cards: 257,
		/** [kit] name, organisation */
		name: 255,
		/** RFC 5321, longest mail address */
		email: 254,
	},
	template: {
		/** [cloud] template.name */
		name: 512,
		/** [kit] codes such as pt_BR */
		language: 10,
		/** [kit] places in the body; what an account takes may be less */
		parameters: 50,
		/** [cloud] template.components, text parameter of the body */
		parameter: 1024,
		/** [cloud] text parameter of the header */
		header: 60,
		/** [cloud] buttons of one template */
		buttons: 10,
		/** [cloud] end of the address of a button */
		button: 2000,
	},
	/** [cloud] address of a button, or of a file in a header */
	link: 2000,
	/** [kit] WhatsApp's own ids have 16 to 40 characters; those of gateways are longer. */
	messageId: 256,
	media: {
		/** [kit] file name */
		fileName: 255,
	},
} as const;
