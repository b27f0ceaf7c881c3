import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { INode } from 'n8n-workflow';
import { completeParameters, issuesOf } from './run-node';

const folder = resolve(__dirname, '..', '..', 'examples');

interface ExampleWorkflow {
	readonly nodes: INode[];
	readonly connections: Record<string, { main: Array<Array<{ node: string }>> }>;
	readonly settings: Record<string, unknown>;
}

const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
const read = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as ExampleWorkflow;
const isOurs = ({ type }: INode) => type.startsWith('n8n-nodes-whatsapp-kit.');

describe.each(files)('the example %s', (file) => {
	const { nodes, connections } = read(file);

	it('can be imported: our fields exist and are filled', () => {
		const ours = nodes.filter(isOurs);
		expect(ours).not.toEqual([]);
		for (const node of ours) {
			expect(issuesOf(node)).toBeNull();
			expect(completeParameters(node)).toMatchObject(node.parameters);
			expect(node.credentials).toEqual({ whatsAppWebApi: { id: '', name: 'My WhatsApp number' } });
		}
	});

	it('connects nodes that are there, each under a name and an id of its own', () => {
		const names = nodes.map(({ name }) => name);
		const ends = Object.entries(connections).flatMap(([from, { main }]) => [
			from,
			...main.flat().map(({ node }) => node),
		]);
		expect(names).toEqual(expect.arrayContaining(ends));
		expect(new Set(names).size).toBe(nodes.length);
		expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
	});
});

describe.each(['link', 'code'])('the example of a sign-in page with a %s', (method) => {
	const { nodes, settings } = read(`sign-in-with-${method}.json`);
	const source = (file: string) => readFileSync(join(folder, 'sign-in', file), 'utf8').trim();
	const html = String(nodes.find(({ type }) => type === 'n8n-nodes-base.html')?.parameters.html);

	it('shows the page as it stands beside it; "npm run examples" puts it in', () => {
		for (const part of ['style.css', 'page.js', `${method}.js`]) expect(html).toContain(source(part));
		const [before] = source(`${method}.html`).split('<link rel="stylesheet"');
		expect(html.startsWith(before!)).toBe(true);
		// Whatever is still named instead of being inside it would be a request that nobody answers.
		expect(html).not.toMatch(/\b(src|href)="[^"]+"/);
	});

	it('has nothing in it that n8n would take for an expression', () => {
		expect(html).not.toContain('{{');
	});

	it('puts nothing a person or the server said into the page as HTML', () => {
		expect(html).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b/);
	});

	it('keeps no execution: secrets of browsers and typed codes pass through', () => {
		expect(settings).toMatchObject({
			saveDataSuccessExecution: 'none',
			saveDataErrorExecution: 'none',
			saveManualExecutions: false,
		});
	});

	it('binds every verification, and every question about one, to the browser', () => {
		const verifying = nodes.filter(isOurs);
		for (const { parameters } of verifying) {
			const { options } = parameters as { options: { browserSecret?: string } };
			expect(options.browserSecret).toMatch(/json\.body\.browserSecret \}\}$/);
		}
	});
});
