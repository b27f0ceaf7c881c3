import type {
	IDataObject,
	ILoadOptionsFunctions,
	IN8nHttpFullResponse,
	INodePropertyOptions,
} from 'n8n-workflow';
import { toNodeError } from '../shared/node-error';
import { placeWaCr } from './routing/place-credential';
import { refusalIn } from './routing/read-answer';

/** A list for choosing from; the most WA.cr gives at once. */
async function listOf(
	context: ILoadOptionsFunctions,
	{ url, scope, qs = {} }: { readonly url: string; readonly scope: string; readonly qs?: IDataObject },
): Promise<readonly IDataObject[]> {
	try {
		const credential = await context.getCredentials('waCrApi');
		const request = await placeWaCr(credential, {
			...{ method: 'GET', url, qs: { per_page: 100, ...qs }, json: true },
			...{ disableFollowRedirect: true, ignoreHttpStatusErrors: true, returnFullResponse: true },
		});
		const response = (await context.helpers.httpRequest(request)) as IN8nHttpFullResponse;
		const error = refusalIn(response, { scope, token: String(credential.token) });
		if (error) throw error;
		const { data } = response.body as IDataObject;
		return Array.isArray(data) ? (data as IDataObject[]) : [];
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}

function named(records: readonly IDataObject[]): INodePropertyOptions[] {
	return records.map(({ id, name }) => ({ name: String(name), value: String(id) }));
}

function templates(records: readonly IDataObject[]): INodePropertyOptions[] {
	return records.map(({ template_name: name, language }) => ({
		name: `${String(name)} (${String(language)})`,
		value: String(name),
	}));
}

/** What the editor offers where a name or an ID is to be chosen. */
export const loadOptions = {
	async getAuthenticationTemplates(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		return templates(await listOf(this, { url: '/auth/templates', scope: 'templates:read' }));
	},
	async getTemplates(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		return templates(
			await listOf(this, {
				...{ url: '/templates', scope: 'templates:read' },
				qs: { 'filter[status]': 'APPROVED' },
			}),
		);
	},
	async getSources(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		return named(await listOf(this, { url: '/sources', scope: 'sources:read' }));
	},
	async getStatuses(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		return named(await listOf(this, { url: '/statuses', scope: 'statuses:read' }));
	},
};
