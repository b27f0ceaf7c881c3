import type { INodeProperties } from 'n8n-workflow';
import { placingCredential } from '../../shared/rest/place-credential';
import { restProperties } from '../../shared/rest/resource-properties';
import { chatResource } from './chat.resource';
import { contactResource } from './contact.resource';
import { groupResource } from './group.resource';
import { labelResource } from './label.resource';
import { placeWawp } from './place-credential';
import { sessionResource } from './session.resource';

/** Fresh objects at every call: n8n changes the arrays it is given. */
export function resourceProperties(): INodeProperties[] {
	const resources = [chatResource(), contactResource(), groupResource(), labelResource(), sessionResource()];
	const preSend = placingCredential('wawpApi', placeWawp);
	return restProperties(resources, { initial: 'session', preSend });
}
