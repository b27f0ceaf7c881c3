import type { AccountConfig } from '../../runtime/kit';
import { templatesOf } from '../../runtime/kit-templates';
import { recordingLogger } from '../fixtures/quiet-logger';
import { limit } from '../gateways/gateway-world';
import { openWaCr } from '../gateways/waCr/wa-cr-under-test';

const { templates } = templatesOf({ logger: recordingLogger() }, {});

describe('the templates of an account', () => {
	let opened: Awaited<ReturnType<typeof openWaCr>>;

	beforeEach(async () => {
		opened = await openWaCr();
		opened.simulator.scopes = new Set(['templates:read']);
	});
	afterEach(async () => await opened.simulator.close());

	const account = (more: Partial<AccountConfig> = {}): AccountConfig => ({
		...{ id: 'credential-1', name: 'Shop', engine: 'waCr', credential: opened.credential },
		...more,
	});

	it('are those that are approved, from all pages, by name and language', async () => {
		const names = Array.from({ length: 230 }, (_, index) => `sale_${String(index).padStart(3, '0')}`);
		opened.simulator.desk.templates = [
			{ id: 1, template_name: 'order_ready', language: 'en', status: 'APPROVED' },
			{ id: 2, template_name: 'order_ready', language: 'de', status: 'APPROVED' },
			{ id: 3, template_name: 'rejected', language: 'en', status: 'REJECTED' },
			...names.map((name, id) => ({ id, template_name: name, language: 'en', status: 'APPROVED' })),
		];
		const found = await templates(account(), limit());
		expect(found.slice(0, 2)).toEqual([
			{ name: 'order_ready', language: 'de' },
			{ name: 'order_ready', language: 'en' },
		]);
		expect(found.slice(2).map(({ name }) => name)).toEqual(names);
		expect(opened.simulator.requests.map(({ query }) => query.page)).toEqual(['1', '2', '3']);
	});

	it('say which scope the token lacks', async () => {
		opened.simulator.scopes = new Set();
		await expect(templates(account(), limit())).rejects.toMatchObject({
			what: 'The API token lacks the scope "templates:read".',
		});
	});

	it('are not asked for where there are none', async () => {
		const web = account({ engine: 'web', credential: {} });
		await expect(templates(web, limit())).rejects.toMatchObject({ code: 'notSupported' });
	});
});
