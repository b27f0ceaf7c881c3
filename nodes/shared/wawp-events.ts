import type { INodePropertyOptions } from 'n8n-workflow';

/** The 24 events Wawp knows, by what a person calls them. */
export function wawpEvents(): INodePropertyOptions[] {
	const events: readonly (readonly [name: string, value: string, description?: string])[] = [
		['Call Accepted', 'call.accepted'],
		['Call Received', 'call.received'],
		['Call Rejected', 'call.rejected'],
		['Chat Archived', 'chat.archive'],
		['Engine Event', 'engine.event', 'What the software behind Wawp says; its form may change at any time'],
		['Event Response', 'event.response', 'Somebody answered an invitation'],
		['Event Response Failed', 'event.response.failed'],
		['Group Changed', 'group.v2.update'],
		['Group Joined', 'group.v2.join', 'Your number was added to a group'],
		['Group Left', 'group.v2.leave', 'Your number left a group'],
		['Group Participants Changed', 'group.v2.participants'],
		['Label Added to Chat', 'label.chat.added'],
		['Label Deleted', 'label.deleted'],
		['Label Removed From Chat', 'label.chat.deleted'],
		['Label Saved', 'label.upsert'],
		['Message', 'message', 'Somebody wrote a message or sent a file'],
		[
			'Message (Any)',
			'message.any',
			'As Message, and also what your number itself wrote. Chosen together, a message starts the workflow once.',
		],
		['Message Acknowledged', 'message.ack', 'A message of yours was sent, delivered or read'],
		['Message Edited', 'message.edited'],
		['Message Reaction', 'message.reaction'],
		['Message Revoked', 'message.revoked', 'Somebody deleted a message for everyone'],
		['Poll Vote Failed', 'poll.vote.failed', 'A vote that could not be read'],
		['Presence Updated', 'presence.update', 'Somebody is online, types, or went away'],
		['Session Status', 'session.status', 'The instance was linked, stopped or lost its link'],
	];
	return events.map(([name, value, description]) => ({
		name,
		value,
		...(description !== undefined && { description }),
	}));
}
