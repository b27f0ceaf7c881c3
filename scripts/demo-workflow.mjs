// Puts workflows into the demo n8n, once: what its user then changes or deletes stays so.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = dirname(fileURLToPath(import.meta.url));
const firstSteps = join(folder, 'demo', 'first-steps.json');
const examples = join(folder, '..', 'examples');
const credentialType = 'whatsAppWebApi';

/** With `phone`, linking shows a code to type instead of a picture to scan. */
export async function importWorkflow(rest, home, phone) {
	await once(home, 'first-steps', async () => {
		const workflow = read(firstSteps, await demoCredential(rest));
		const link = workflow.nodes.find(({ parameters }) => parameters.operation === 'link');
		if (phone) link.parameters.phone = phone;
		const { id } = await rest.call('POST', '/workflows', workflow);
		return id;
	});
}

/** The pages people sign in on, published. */
export async function importSignInPages(rest, home) {
	for (const name of ['sign-in-with-link', 'sign-in-with-code']) {
		await once(home, name, async () => {
			const workflow = read(join(examples, `${name}.json`), await demoCredential(rest));
			const { id, versionId } = await rest.call('POST', '/workflows', workflow);
			await rest.call('POST', `/workflows/${id}/activate`, { versionId, name: '', description: '' });
			return id;
		});
	}
}

/** Not again at the next start. `work` gives the id that is kept as the mark. */
async function once(home, name, work) {
	const mark = join(home, `${name}.imported`);
	if (!existsSync(mark)) writeFileSync(mark, `${await work()}\n`);
}

/** One for all workflows. */
async function demoCredential(rest) {
	const name = 'My WhatsApp number';
	const known = await rest.call('GET', '/credentials');
	const found = known.find((each) => each.type === credentialType && each.name === name);
	const data = { limitsPreset: 'unlimited' };
	const { id } = found ?? (await rest.call('POST', '/credentials', { name, type: credentialType, data }));
	return { id, name };
}

function read(file, credential) {
	const workflow = JSON.parse(readFileSync(file, 'utf8'));
	for (const node of workflow.nodes) {
		if (node.credentials?.[credentialType]) node.credentials[credentialType] = credential;
	}
	return workflow;
}
