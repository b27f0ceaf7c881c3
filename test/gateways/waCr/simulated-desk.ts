import { page, type SimulatedRecord } from './record-page';
import { notFound, type SimulatedRoute } from './simulated-route';

/** Account, templates and comments: what else the API has. */
export class SimulatedDesk {
	templates: readonly SimulatedRecord[] = [
		{ id: 1, template_id: '900', template_name: 'order_ready', language: 'en', status: 'APPROVED' },
		{ id: 2, template_id: '901', template_name: 'sale', language: 'en', status: 'PENDING' },
	];

	readonly comments: SimulatedRecord[] = [];

	routes(): readonly SimulatedRoute[] {
		return [...this.#accountRoutes(), ...this.#templateRoutes(), ...this.#commentRoutes()];
	}

	#accountRoutes(): readonly SimulatedRoute[] {
		const scope = 'account:read';
		const used = { current: 12, limit: -1, remaining: -1, percentage_used: 0, is_unlimited: true };
		return [
			{ method: 'GET', path: /^\/account\/usage$/u, scope, handle: () => ({ data: { contacts: used } }) },
			{
				...{ method: 'GET', path: /^\/account\/limits$/u, scope },
				handle: () => ({
					data: { limits: { api_calls_per_minute: 60 }, features: { whatsapp_templates: true } },
				}),
			},
		];
	}

	#templateRoutes(): readonly SimulatedRoute[] {
		return [
			{
				...{ method: 'GET', path: /^\/templates$/u, scope: 'templates:read' },
				handle: ({ request }) => ({
					answer: { status: 200, body: { success: true, ...page(this.templates, request.query) } },
				}),
			},
			{
				...{ method: 'GET', path: /^\/templates\/(\d+)$/u, scope: 'templates:read' },
				handle: ({ id }) => {
					const found = this.templates.find((template) => template.template_id === id);
					if (!found) throw notFound('Template');
					return { data: found };
				},
			},
			{
				...{ method: 'POST', path: /^\/templates\/sync$/u, scope: 'templates:sync' },
				handle: () => ({ data: { synced: this.templates.length } }),
			},
		];
	}

	/** Not in an envelope when one is added, as the documents say. */
	#commentRoutes(): readonly SimulatedRoute[] {
		const path = /^\/comments\/(.+)$/u;
		return [
			{
				...{ method: 'GET', path, scope: 'messages:read' },
				handle: ({ request }) => ({
					answer: { status: 200, body: { success: true, ...page(this.comments, request.query) } },
				}),
			},
			{
				...{ method: 'POST', path, scope: 'messages:send' },
				handle: ({ fields, id }) => {
					if (decodeURIComponent(id).replace(/\D/gu, '') === '15550009999')
						return { answer: { status: 404, body: { success: false, message: 'Chat not found' } } };
					if (typeof fields.comment !== 'string' || fields.comment === '') {
						const errors = { comment: ['The comment field is required.'] };
						return { answer: { status: 422, body: { success: false, message: 'Invalid', errors } } };
					}
					this.comments.push({ id: this.comments.length + 1, ...fields });
					const body = { success: true, message: 'Comment added successfully', interaction_id: 5 };
					return { answer: { status: 200, body } };
				},
			},
		];
	}
}
