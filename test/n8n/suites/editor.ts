import type { Locator, Page } from 'playwright-core';
import { credentialType, kit } from '../account';
import { openBrowser } from '../chromium';
import type { RealN8n } from '../real-n8n';
import { takeScreenshot } from '../screenshot';
import { kitTrigger, verifyNode, whatsAuthTrigger } from '../workflow';

const isDrawn = (icon: Locator) =>
	icon.evaluate(
		(image) => (image as HTMLImageElement).complete && (image as HTMLImageElement).naturalWidth > 0,
	);

export function describeEditor(n8n: RealN8n): void {
	describe('the editor', () => {
		let browser: Awaited<ReturnType<typeof openBrowser>>;
		let page: Page;
		let workflowId: string;

		beforeAll(async () => {
			browser = await openBrowser();
			page = browser.context.pages()[0] ?? (await browser.context.newPage());
			page.setDefaultTimeout(60_000);
			workflowId = await createWorkflow(n8n);
			await page.goto(`${n8n.client.address}/signin`);
			await page.locator('input[name=emailOrLdapLoginId]').fill(n8n.client.login.email);
			await page.locator('input[type=password]').fill(n8n.client.login.password);
			await page.getByTestId('form-submit-button').click();
			await page.waitForURL((url) => !url.pathname.startsWith('/signin'));
		});

		afterEach(async () => {
			const title = (expect.getState().currentTestName ?? 'editor').replace(/\W+/g, '-');
			await page.screenshot({ path: n8n.keptFile(`${title}.png`) });
		});

		afterAll(async () => {
			await browser?.close();
		});

		it('offers both nodes in its panel, with their icons', async () => {
			await page.goto(`${n8n.client.address}/workflow/new`);
			await page.getByTestId('canvas-plus-button').click();
			await page.getByTestId('node-creator-search-bar').fill('WhatsApp Kit');
			// n8n shows a trigger without the word "Trigger" in its title; the descriptions tell them apart.
			const found = page.getByTestId('item-iterator-item').filter({ hasText: 'WhatsApp Kit' });
			for (const words of ['Send and read WhatsApp messages', 'Starts the workflow when']) {
				const entry = found.filter({ hasText: words });
				await entry.waitFor();
				const icon = entry.locator('img').first();
				await icon.waitFor();
				expect(await isDrawn(icon)).toBe(true);
			}
			await takeScreenshot(page, 'node-panel');
		});

		it('draws both nodes on the canvas and shows their fields', async () => {
			await page.goto(`${n8n.client.address}/workflow/${workflowId}`);
			for (const name of ['Somebody writes', 'Answer']) {
				const icon = canvasNode(page, name).locator('img').first();
				await icon.waitFor();
				expect(await isDrawn(icon)).toBe(true);
			}
			await takeScreenshot(page, 'canvas');
			await showsFields(page, 'Answer', [
				'Credential for WhatsApp Own Number API',
				'Connect Through',
				'Resource',
				'Operation',
				'Recipient',
				'Text',
			]);
			await takeScreenshot(page, 'send-text');
			await page.keyboard.press('Escape');
			await showsFields(page, 'Somebody writes', [
				'Credential for WhatsApp Own Number API',
				'Connect Through',
				'Events',
			]);
			await takeScreenshot(page, 'trigger');
		});

		it('shows the fields of what a gateway keeps, and of no other way', async () => {
			await page.goto(`${n8n.client.address}/workflow/${await createGatewayWorkflow(n8n)}`);
			await showsFields(page, 'Ask by Wawp', [
				'Credential for Wawp API',
				'Connect Through',
				'Managed By',
				'Recipient',
				'Title',
			]);
			await page.screenshot({ path: n8n.keptFile('gateway-approval.png') });
			await page.keyboard.press('Escape');
			await showsFields(page, 'Code by WA.cr', [
				'Credential for WA.cr API',
				'Managed By',
				'Recipient',
				'Template Name or ID',
			]);
			await page.screenshot({ path: n8n.keptFile('gateway-code.png') });
			await page.keyboard.press('Escape');
			await showsFields(page, 'Link at WhatsAuth', [
				'Credential for WhatsAuth API',
				'Connect Through',
				'Authorized Numbers',
			]);
			await page.screenshot({ path: n8n.keptFile('gateway-link.png') });
			expect(await page.getByTestId('ndv').getByText('Managed By', { exact: true }).count()).toBe(0);
			await page.keyboard.press('Escape');
			await showsFields(page, 'A callback', ['Credential', 'Events', 'Validated']);
		});
	});
}

async function createWorkflow(n8n: RealN8n): Promise<string> {
	const credential = await n8n.client.createCredential('Shop reception', credentialType);
	const trigger = {
		name: 'Somebody writes',
		type: kitTrigger,
		parameters: { engine: 'web', events: ['message'] },
		credentials: { [credentialType]: credential },
	};
	const recipient = '={{ $json.chat.id }}';
	const text = 'Thank you! We answer within the hour.';
	const answer = kit('Answer', credential, { resource: 'message', operation: 'sendText', recipient, text });
	return await n8n.client.createWorkflow({ name: 'Answer customers', nodes: [trigger, answer] });
}

/** One node for each way a gateway proves a number. */
async function createGatewayWorkflow(n8n: RealN8n): Promise<string> {
	const made = async (type: string) => ({ [type]: await n8n.client.createCredential(`For ${type}`, type) });
	const proves = async (name: string, engine: string, type: string, parameters: object) => ({
		name,
		type: verifyNode,
		parameters: { engine, ...parameters },
		credentials: await made(type),
	});
	const byGateway = { managedBy: 'gateway' };
	const nodes = [
		{ name: 'A callback', type: whatsAuthTrigger, credentials: await made('whatsAuthApi') },
		await proves('Ask by Wawp', 'wawp', 'wawpApi', {
			resource: 'approval',
			operation: 'send',
			...byGateway,
		}),
		await proves('Code by WA.cr', 'waCr', 'waCrApi', { resource: 'code', operation: 'send', ...byGateway }),
		await proves('Link at WhatsAuth', 'whatsAuth', 'whatsAuthApi', { resource: 'link', operation: 'create' }),
	];
	return await n8n.client.createWorkflow({ name: 'Prove numbers at gateways', nodes });
}

const canvasNode = (page: Page, name: string) =>
	page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);

async function showsFields(page: Page, node: string, labels: string[]): Promise<void> {
	await canvasNode(page, node).dblclick();
	const panel = page.getByTestId('ndv');
	await panel.waitFor();
	for (const label of labels) await panel.getByText(label, { exact: true }).first().waitFor();
}
