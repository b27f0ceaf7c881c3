import type { INodeProperties } from 'n8n-workflow';
import { enginesOfLinksAlone } from '../shared/offered-engines';
import { resourceProperties } from '../shared/resource-properties';
import { link } from './actions/link/link.resource';
import { resources } from './actions/router';

/** The selectors and fields of all operations; a way that keeps links alone shows no other resource. */
export function verifyProperties(): INodeProperties[] {
	const [all, ...others] = resourceProperties(resources, 'code');
	const [linksAlone] = resourceProperties([link], link.resource.value);
	const engines = enginesOfLinksAlone();
	return [
		...(all ? [{ ...all, displayOptions: { hide: { engine: engines } } }] : []),
		...(linksAlone ? [{ ...linksAlone, displayOptions: { show: { engine: [...engines] } } }] : []),
		...others,
	];
}

export function isOffered(engine: string, resource: string): boolean {
	return resource === link.resource.value || !enginesOfLinksAlone().includes(engine);
}
