import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';

const screenshots = resolve(__dirname, '..', '..', 'assets', 'screenshots');

/** For the README; only taken when asked for, so that a test run leaves the checkout as it was. */
export async function takeScreenshot(page: Page, name: string): Promise<void> {
	if (!process.env.WHATSAPP_KIT_SCREENSHOTS) return;
	mkdirSync(screenshots, { recursive: true });
	await page.screenshot({ path: join(screenshots, `${name}.png`) });
}
