import type { INodeProperties } from 'n8n-workflow';
import { placingCredential } from '../../shared/rest/place-credential';
import { restProperties } from '../../shared/rest/resource-properties';
import { accountResource } from './account.resource';
import { attachmentResource } from './attachment.resource';
import { botResource } from './bot.resource';
import { broadcastResource } from './broadcast.resource';
import { contactGroupResource } from './contact-group.resource';
import { contactResource } from './contact.resource';
import { intentResource } from './intent.resource';
import { messageLogResource } from './message-log.resource';
import { placeWaaBot } from './place-credential';
import { surveyResource } from './survey.resource';
import { userResource } from './user.resource';

/** Fresh objects at every call: n8n changes the arrays it is given. */
export function resourceProperties(): INodeProperties[] {
	const resources = [
		accountResource(),
		attachmentResource(),
		botResource(),
		broadcastResource(),
		contactResource(),
		contactGroupResource(),
		intentResource(),
		messageLogResource(),
		surveyResource(),
		userResource(),
	];
	const preSend = placingCredential('waaBotApi', placeWaaBot);
	return restProperties(resources, { initial: 'bot', preSend });
}
