import { credentialType } from '../account';
import type { RealN8n } from '../real-n8n';
import {
	kitNode,
	kitTrigger,
	verifyNode,
	verifyTrigger,
	waaBotNode,
	waaBotTrigger,
	waCrNode,
	waCrTrigger,
	wawpNode,
	wawpTrigger,
	whatsAuthTrigger,
} from '../workflow';

/** How n8n stores the entry it adds. */
const customApiCall = '__CUSTOM_API_CALL__';

export function describeLoading(n8n: RealN8n): void {
	describe('the package in n8n', () => {
		it.each([
			[kitNode, 'whatsAppKit', 'WhatsApp Kit'],
			[kitTrigger, 'whatsAppKitTrigger', 'WhatsApp Kit Trigger'],
			[verifyNode, 'whatsAppVerify', 'WhatsApp Verify'],
			[verifyTrigger, 'whatsAppVerifyTrigger', 'WhatsApp Verify Trigger'],
			[wawpNode, 'wawp', 'Wawp'],
			[wawpTrigger, 'wawpTrigger', 'Wawp Trigger'],
			[waaBotNode, 'waaBot', 'WaaBot'],
			[waaBotTrigger, 'waaBotTrigger', 'WaaBot Trigger'],
			[waCrNode, 'waCr', 'WA.cr'],
			[waCrTrigger, 'waCrTrigger', 'WA.cr Trigger'],
			[whatsAuthTrigger, 'whatsAuthTrigger', 'WhatsAuth Trigger'],
		])('offers %s as a community node', async (type, name, displayName) => {
			const { version } = jest.requireActual<{ version: string }>('../../../package.json');
			const nodeType = await n8n.client.nodeType(type);
			expect(nodeType).toMatchObject({ name, displayName, communityNodePackageVersion: version });
			expect(nodeType?.iconUrl ?? nodeType?.icon).toBeTruthy();
		});

		it('offers nothing n8n adds by itself, as "Custom API Call" of credentials that fit any request', async () => {
			const names = [
				...[kitNode, kitTrigger, verifyNode, verifyTrigger, wawpNode, wawpTrigger],
				...[waaBotNode, waaBotTrigger, waCrNode, waCrTrigger],
			];
			const served = await Promise.all(names.map((name) => n8n.client.servedNodeType(name)));
			expect(served.map((type) => type?.name)).toEqual(names);
			expect(JSON.stringify(served)).not.toContain(customApiCall);
			// What the check above would find: n8n adds it to a node of its own.
			const github = await n8n.client.servedNodeType('n8n-nodes-base.github');
			expect(JSON.stringify(github)).toContain(customApiCall);
		});

		it('loads without a word of complaint', () => {
			const complaints = n8n
				.log()
				.split('\n')
				.filter((line) => /failed to load|error loading|n8n-nodes-whatsapp-kit.*(error|fail)/i.test(line));
			expect(complaints).toEqual([]);
		});

		it('says of a new credential that it is not linked yet, and what to do', async () => {
			const credential = await n8n.client.createCredential('Never linked', credentialType);
			const verdict = await n8n.client.testCredential(credential, credentialType);
			expect(verdict).toEqual({ status: 'Error', message: expect.stringMatching(/not linked.*link/is) });
		});
	});
}
