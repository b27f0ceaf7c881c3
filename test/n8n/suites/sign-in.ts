import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { credentialType, linkAccount, unlimited } from '../account';
import { openBrowser } from '../chromium';
import type { CredentialReference } from '../n8n-client';
import { readQr } from '../read-qr';
import type { RealN8n } from '../real-n8n';
import { takeScreenshot } from '../screenshot';
import { showsCode } from '../shows-code';

type Phone = ReturnType<RealN8n['whatsApp']['addPhone']>;

const root = resolve(__dirname, '..', '..', '..');
const testNumber = '+4915188776600';
const arrives = { timeoutMs: 60_000 };

/** The example workflows with a sign-in page, as people import them, in a browser and with their phones. */
export function describeSignIn(n8n: RealN8n): void {
	describe('the sign-in pages', () => {
		let browser: Awaited<ReturnType<typeof openBrowser>>;
		let desk: Phone;
		let ivy: Phone;
		let joe: Phone;
		let kim: Phone;
		let lea: Phone;
		const opened: Page[] = [];
		/** Opened before all others, so that its minute passes while they are tried. */
		let latePage: Page;
		let lateMessage: string;

		/** A page of its own, as of another person: pages share nothing, for n8n serves them in a sandbox. */
		const open = async (path: string, headers: Record<string, string> = {}): Promise<Page> => {
			const page = await browser.context.newPage();
			opened.push(page);
			page.setDefaultTimeout(60_000);
			await page.setExtraHTTPHeaders(headers);
			await page.goto(`${n8n.client.address}/webhook/${path}`);
			return page;
		};
		const heading = async (page: Page, text: string): Promise<void> => {
			await page.locator('h1', { hasText: text }).waitFor();
		};
		const messageOf = async (page: Page): Promise<string> => {
			await page.locator('#waiting').waitFor();
			const link = await page.locator('#open').getAttribute('href');
			return new URL(link!).searchParams.get('text')!;
		};
		/** What a page asks of the workflow, and what another browser could ask with what it has seen of it. */
		const ask = async (path: string, fields: Record<string, string>) => {
			const body = new URLSearchParams(fields);
			const answer = await fetch(`${n8n.client.address}/webhook/${path}`, {
				method: 'POST',
				body,
				headers: { connection: 'close' },
			});
			expect(answer.status).toBe(200);
			return (await answer.json()) as Record<string, unknown>;
		};
		const asked = (page: Page, path: string) =>
			page.waitForRequest((request) => request.url().endsWith(`/${path}`));
		const answerOf = async (page: Page, path: string): Promise<unknown> => {
			const answer = await page.waitForResponse((response) => response.url().endsWith(`/${path}`));
			return await answer.json();
		};
		/** Types into the field and sends the form it is in. */
		const type = async (page: Page, field: string, text: string): Promise<void> => {
			await page.locator(`#${field}`).fill(text);
			await page.locator(`form:has(#${field}) button`).click();
		};
		const says = async (page: Page, field: 'phone' | 'code', words: string | RegExp): Promise<void> => {
			const problem = page.locator(field === 'code' ? '#code-problem' : '#number-problem');
			await problem.filter({ hasText: words }).waitFor();
		};
		const codeOn = async (phone: Phone): Promise<string> => {
			const { text } = await phone.waitFor((shown) => /\d{6}/.test(shown.text ?? ''), arrives);
			return /\d{6}/.exec(text!)![0];
		};
		const other = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

		beforeAll(async () => {
			desk = n8n.whatsApp.addPhone({ phone: '442079460566', name: 'Sign-in desk' });
			ivy = n8n.whatsApp.addPhone({ phone: '4915188776544', name: '<b>Ivy</b> & Co' });
			joe = n8n.whatsApp.addPhone({ phone: '4915188776555', name: 'Joe' });
			kim = n8n.whatsApp.addPhone({ phone: '4915188776566', name: 'Kim' });
			lea = n8n.whatsApp.addPhone({ phone: '4915188776577', name: 'Lea' });
			const verification = {
				callerSendsPerWindow: 1,
				sendsPerWindow: 1,
				testNumbers: { number: [{ phone: testNumber, code: '424242' }] },
			};
			const credential = await linkAccount(n8n, 'Sign-in desk', desk, { ...unlimited, verification });
			const examples = [
				example('sign-in-with-link.json', credential),
				example('sign-in-with-code.json', credential),
				shortLived(example('sign-in-with-link.json', credential)),
			];
			for (const workflow of examples) await n8n.client.publish(await n8n.client.importWorkflow(workflow));
			browser = await openBrowser();
			latePage = await open('late');
			lateMessage = await messageOf(latePage);
			opened.splice(opened.indexOf(latePage), 1);
		}, 240_000);

		afterEach(async () => {
			const title = (expect.getState().currentTestName ?? 'sign-in').replace(/\W+/g, '-');
			for (const [index, page] of opened.splice(0).entries()) {
				await page.screenshot({ path: n8n.keptFile(`${title}-${index}.png`) });
				await page.close();
			}
		});

		afterAll(async () => {
			await browser?.close();
		});

		it('greet whoever sent the message of the link, by number and name, and nobody else', async () => {
			const page = await open('sign-in');
			const sent = await messageOf(page);
			const picture = await page.locator('#qr').getAttribute('src');
			const link = await page.locator('#open').getAttribute('href');
			expect(readQr(Buffer.from(picture!.split(',')[1]!, 'base64'))).toBe(link);
			await takeScreenshot(page, 'sign-in-with-link');
			const stranger = await open('sign-in');
			expect(await messageOf(stranger)).not.toBe(sent);
			await ivy.say(desk, sent);
			await heading(page, 'Welcome, <b>Ivy</b> & Co');
			expect(await page.locator('#proven').textContent()).toBe(`+${ivy.digits}`);
			expect(await page.locator('h1 b').count()).toBe(0);
			await ivy.waitFor((shown) => shown.text?.startsWith('You are signed in') === true, arrives);
			expect(await answerOf(stranger, 'sign-in/status')).toEqual({ status: 'requested' });
			expect(await stranger.locator('#waiting').isVisible()).toBe(true);
			expect(await stranger.locator('#greeting').isVisible()).toBe(false);
		}, 240_000);

		it('tell another browser nothing, though it knows the id, the link and the code', async () => {
			const page = await open('sign-in');
			const fields = new URLSearchParams((await asked(page, 'sign-in/status')).postData()!);
			const verificationId = fields.get('verificationId')!;
			const browserSecret = fields.get('browserSecret')!;
			await ivy.say(desk, await messageOf(page));
			await heading(page, 'Welcome');
			const others: Array<Record<string, string>> = [
				{},
				{ browserSecret: '' },
				{ browserSecret: browserSecret.replace(/./, (letter) => (letter === '0' ? '1' : '0')) },
			];
			for (const other of others) {
				const answer = await ask('sign-in/status', { verificationId, ...other });
				expect(answer).toEqual({ status: null });
			}
			expect(await ask('sign-in/status', { verificationId, browserSecret })).toEqual({
				status: 'validated',
				name: '<b>Ivy</b> & Co',
				phone: `+${ivy.digits}`,
			});
			expect(await ask('sign-in/start', {})).toMatchObject({ problem: 'invalidInput' });
		}, 240_000);

		it('greet whoever types the code, and say how many tries are left', async () => {
			const page = await open('sign-in-code');
			const answered = answerOf(page, 'sign-in-code/send');
			await type(page, 'phone', `+${joe.digits}`);
			const code = await codeOn(joe);
			expect(showsCode(JSON.stringify(await answered), code)).toBe(false);
			await heading(page, 'Type the code');
			expect(showsCode(await page.content(), code)).toBe(false);
			await takeScreenshot(page, 'sign-in-with-code');
			await type(page, 'code', other(code));
			await says(page, 'code', 'This is not the code: 4 tries are left.');
			await type(page, 'code', code);
			await heading(page, 'Welcome');
			expect(await page.locator('#proven').textContent()).toBe(`+${joe.digits}`);
			const second = await open('sign-in-code');
			await type(second, 'phone', `+${joe.digits}`);
			await says(second, 'phone', /^That was too often in a short time\. Try again in \d+ minutes\.$/);
			await type(second, 'phone', '12');
			await says(second, 'phone', /^This is no number on WhatsApp/);
		}, 240_000);

		it('take the right code from no other browser, and lose no try by it', async () => {
			const page = await open('sign-in-code');
			const answered = answerOf(page, 'sign-in-code/send');
			await type(page, 'phone', `+${kim.digits}`);
			const code = await codeOn(kim);
			const { verificationId } = (await answered) as { verificationId: string };
			const wrongSecrets: Array<Record<string, string>> = [{}, { browserSecret: 'f'.repeat(64) }];
			for (const secret of wrongSecrets) {
				const answer = await ask('sign-in-code/check', { verificationId, code, ...secret });
				expect(answer).toMatchObject({ verified: false, reason: 'notFound', attemptsRemaining: 0 });
				const again = await ask('sign-in-code/resend', { verificationId, ...secret });
				expect(again).toMatchObject({ problem: 'invalidInput' });
			}
			await type(page, 'code', other(code));
			await says(page, 'code', 'This is not the code: 4 tries are left.');
			await type(page, 'code', code);
			await heading(page, 'Welcome');
		}, 240_000);

		it('say that too many codes were wrong, and for how long', async () => {
			const page = await open('sign-in-code');
			await type(page, 'phone', `+${lea.digits}`);
			const code = await codeOn(lea);
			for (const left of ['4 tries are', '3 tries are', '2 tries are', 'one try is']) {
				await type(page, 'code', other(code));
				await says(page, 'code', `This is not the code: ${left} left.`);
			}
			await type(page, 'code', other(code));
			const tooMany = /^Too many wrong codes\. Try again in \d+ minutes\.$/;
			await says(page, 'code', tooMany);
			const answered = answerOf(page, 'sign-in-code/check');
			await type(page, 'code', code);
			expect(await answered).toMatchObject({ verified: false, reason: 'locked' });
			await says(page, 'code', tooMany);
		}, 240_000);

		it('send another code to whoever asks for one', async () => {
			const page = await open('sign-in-code');
			const sent = answerOf(page, 'sign-in-code/send');
			await type(page, 'phone', testNumber);
			const again = answerOf(page, 'sign-in-code/resend');
			await page.getByRole('button', { name: 'Send another code' }).click();
			const { verificationId } = (await sent) as { verificationId: string };
			expect(await again).toEqual({ verificationId, resendInSeconds: 0 });
			await type(page, 'code', '424 242');
			await heading(page, 'Welcome');
			expect(await page.locator('#proven').textContent()).toBe(testNumber);
		}, 240_000);

		it('give one address only so many links', async () => {
			const headers = { 'x-forwarded-for': '198.51.100.1, 203.0.113.7' };
			const first = await open('sign-in', headers);
			await messageOf(first);
			const second = await open('sign-in', headers);
			await second.getByText(/^That was too often in a short time\. Try again in \d+ minutes\.$/).waitFor();
			await second.setExtraHTTPHeaders({ 'x-forwarded-for': '203.0.113.8' });
			await second.locator('#again').click();
			await messageOf(second);
		}, 240_000);

		it('say that it took too long, and start again', async () => {
			opened.push(latePage);
			await latePage.getByText('The message did not come in time').waitFor({ timeout: 180_000 });
			await ivy.say(desk, lateMessage);
			await ivy.waitFor((shown) => shown.text?.startsWith('This code is too old') === true, arrives);
			await latePage.locator('#again').click();
			expect(await messageOf(latePage)).not.toBe(lateMessage);
		}, 300_000);

		it('begin anew when they are loaded again: nothing of a sign-in is in their address', async () => {
			const page = await open('sign-in');
			const sent = await messageOf(page);
			expect(page.url()).toBe(`${n8n.client.address}/webhook/sign-in`);
			await page.reload();
			expect(await messageOf(page)).not.toBe(sent);
			expect(await page.context().cookies()).toEqual([]);
		}, 240_000);
	});
}

interface ExampleNode {
	parameters: { path?: string; options?: { expiryMinutes?: number } };
	credentials?: Record<string, CredentialReference>;
}

type ExampleWorkflow = Record<string, unknown> & { nodes: ExampleNode[] };

/** As somebody imports it and chooses a credential. */
function example(file: string, credential: CredentialReference): ExampleWorkflow {
	const workflow = JSON.parse(readFileSync(resolve(root, 'examples', file), 'utf8')) as ExampleWorkflow;
	for (const node of workflow.nodes) if (node.credentials) node.credentials[credentialType] = credential;
	return { ...workflow, active: false };
}

/** The same under another path, with links that work for a minute. */
function shortLived(workflow: ExampleWorkflow): ExampleWorkflow {
	for (const { parameters } of workflow.nodes) {
		if (parameters.path) parameters.path = parameters.path.replace('sign-in', 'late');
		if (parameters.options?.expiryMinutes) parameters.options.expiryMinutes = 1;
	}
	return workflow;
}
