import type { VerifyResource } from '../open-verifications';
import { code } from './code/code.resource';

/** Every resource of the node, in the alphabetical order n8n asks for. */
export const resources: readonly VerifyResource[] = [code];
