import { z } from 'zod';
import { purposeSchema, shortText, whole } from '../code/code-request';

const answers = {
	/** What somebody gets who answers when it is over; nothing when empty. */
	lateMessage: shortText('Late Message', 1_000).default('This request is over.'),
	/** What the person gets for the answer that counts; nothing when empty. */
	approvedMessage: shortText('Approved Message', 1_000).default(''),
	rejectedMessage: shortText('Rejected Message', 1_000).default(''),
	/** What somebody gets who may not answer; nothing when empty. */
	notAllowedMessage: shortText('Not Allowed Message', 1_000).default('This request is for somebody else.'),
};

const required = (what: string, longest: number, fallback: string) =>
	shortText(what, longest)
		.transform((text) => (text === '' ? fallback : text))
		.default(fallback);

export const approvalSchema = z.object({
	...answers,
	purpose: purposeSchema,
	title: required('Title', 60, 'Is this you?'),
	approveText: required('Approve Text', 24, 'Yes, it is me'),
	rejectText: required('Reject Text', 24, 'No, reject'),
	buttonText: required('Button', 20, 'Answer'),
	description: shortText('Description', 500).default(''),
	footer: shortText('Footer', 60).default(''),
	device: shortText('Device', 100).default(''),
	place: shortText('Place', 100).default(''),
	time: shortText('Time', 100).default(''),
	expiryMinutes: whole('Expires After', 1, 1_440, 15),
	callerKey: shortText('Caller Key', 500).default(''),
	/** In a group: whose answer counts. */
	responders: z.array(z.string()).max(100, 'There are more than 100 people who may answer').default([]),
});

export type ApprovalRequest = z.output<typeof approvalSchema>;

const settingsSchema = z.object({
	...answers,
	chatId: z.string().nullable().default(null),
	/** The group it was asked in. */
	groupId: z.string().nullable().default(null),
});

/** What is kept to judge and answer whoever answers. */
export type ApprovalSettings = z.output<typeof settingsSchema>;

export function approvalSettings(stored: unknown): ApprovalSettings {
	return settingsSchema.parse(stored);
}
