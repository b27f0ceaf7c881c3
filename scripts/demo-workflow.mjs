// Puts the first workflow into the demo n8n, once: what its user then changes or deletes stays so.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const file = join(dirname(fileURLToPath(import.meta.url)), 'demo', 'first-steps.json');
const credentialType = 'whatsAppWebApi';

/** With `phone`, linking shows a code to type instead of a picture to scan. */
export async function importWorkflow(rest, home, phone) {
	const mark = join(home, 'first-steps.imported');
	if (existsSync(mark)) return;
	const name = 'My WhatsApp number';
	const credential = await rest.call('POST', '/credentials', {
		name,
		type: credentialType,
		data: { limitsPreset: 'unlimited' },
	});
	const workflow = JSON.parse(readFileSync(file, 'utf8'));
	for (const node of workflow.nodes) {
		if (node.credentials?.[credentialType]) node.credentials[credentialType] = { id: credential.id, name };
	}
	const link = workflow.nodes.find(({ parameters }) => parameters.operation === 'link');
	if (phone) link.parameters.phone = phone;
	const { id } = await rest.call('POST', '/workflows', workflow);
	writeFileSync(mark, `${id}\n`);
}
