import type { ResourceModule } from '../../../shared/operation';
import { cancelJob } from './cancel-job.operation';
import { deleteForEveryone } from './delete.operation';
import { downloadMedia } from './download-media.operation';
import { edit } from './edit.operation';
import { getJob } from './get-job.operation';
import { getMany } from './get-many.operation';
import { markRead } from './mark-read.operation';
import { sendAndWait } from './send-and-wait.operation';
import { sendButtons } from './send-buttons.operation';
import { sendContact } from './send-contact.operation';
import { sendList } from './send-list.operation';
import { sendLocation } from './send-location.operation';
import { sendMedia } from './send-media.operation';
import { sendPoll } from './send-poll.operation';
import { sendReaction } from './send-reaction.operation';
import { sendTemplate } from './send-template.operation';
import { sendText } from './send-text.operation';
import { sendTyping } from './send-typing.operation';

export const message: ResourceModule = {
	resource: {
		value: 'message',
		name: 'Message',
		description: 'Texts, files, lists, polls and what becomes of them',
	},
	defaultOperation: 'sendText',
	operations: [
		sendText,
		sendMedia,
		sendList,
		sendButtons,
		sendPoll,
		sendLocation,
		sendContact,
		sendTemplate,
		sendReaction,
		sendAndWait,
		edit,
		deleteForEveryone,
		markRead,
		sendTyping,
		downloadMedia,
		getMany,
		getJob,
		cancelJob,
	],
};
