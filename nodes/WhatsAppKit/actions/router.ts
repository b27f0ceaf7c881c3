import type { ResourceModule } from '../../shared/operation';
import { contact } from './contact/contact.resource';
import { group } from './group/group.resource';
import { message } from './message/message.resource';
import { session } from './session/session.resource';

/** Every resource of the node, in the alphabetical order n8n asks for. */
export const resources: readonly ResourceModule[] = [contact, group, message, session];
