import type { VerifyResource } from '../open-verifications';
import { approval } from './approval/approval.resource';
import { code } from './code/code.resource';
import { link } from './link/link.resource';

/** Every resource of the node, in the alphabetical order n8n asks for. */
export const resources: readonly VerifyResource[] = [approval, code, link];
