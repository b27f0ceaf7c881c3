import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { credentialType, linkAccount } from '../../account';
import type { CredentialReference } from '../../n8n-client';
import type { RealN8n } from '../../real-n8n';
import { packageName, type WorkflowNode } from '../../workflow';
import { wordsOf } from './gateway-line';
import { lineAt, type LineEngine } from './lines';

type Phone = ReturnType<RealN8n['whatsApp']['addPhone']>;

/** Somebody with a phone who knows nothing of engines. */
interface Customer {
	readonly credentialType: string;
	readonly credential: CredentialReference;
	readonly number: string;
	writes(text: string): Promise<void>;
	picks(title: string): Promise<void>;
	/** Gives the text of a message that comes. */
	gets(words: RegExp): Promise<string>;
	leaves(): Promise<void>;
}

interface Imported {
	readonly name: string;
	readonly nodes: readonly WorkflowNode[];
}

const file = join(__dirname, '..', '..', '..', '..', 'examples', 'prove-number-in-chat.json');

/** The file with another engine and another credential in its nodes, and with nothing else changed. */
function exampleOn(engine: string, { credentialType: type, credential }: Customer): Imported {
	const workflow = JSON.parse(readFileSync(file, 'utf8')) as Imported;
	const nodes = workflow.nodes.map((node) => {
		if (!node.type.startsWith(packageName)) return node;
		return { ...node, parameters: { ...node.parameters, engine }, credentials: { [type]: credential } };
	});
	return { ...workflow, nodes };
}

/**
 * What is left of a workflow when engine and credential are taken out. n8n gives each node that can wait an address of
 * its own when it keeps the workflow; nobody sets it.
 */
function withoutAccount({ nodes }: Imported): readonly object[] {
	return nodes.map(({ credentials: _credentials, webhookId: _webhookId, parameters, ...node }) => {
		const { engine: _engine, ...fields } = parameters ?? {};
		return { ...node, parameters: fields };
	});
}

/** One workflow of the examples, on every engine that sends and hears. */
export function describeOneWorkflow(n8n: RealN8n): void {
	describe('one workflow, from a message over a list and the choice to a proven number', () => {
		const kept: (readonly object[])[] = [];

		it.each(['web', 'wawp', 'waaBot', 'waCr'] as const)('runs through %s', async (engine) => {
			const customer = engine === 'web' ? await webCustomer(n8n) : await gatewayCustomer(engine, n8n);
			const workflow = exampleOn(engine, customer);
			const id = await n8n.client.importWorkflow({ ...workflow });
			try {
				await n8n.publish(id);
				await customer.writes('Good morning');
				await customer.gets(/What can we do for you\?/u);
				await customer.picks('Prove my number');
				const [code] = /\b\d{6}\b/u.exec(await customer.gets(/Our shop[^]*\b\d{6}\b/u)) ?? [];
				await customer.writes(code === '000000' ? '000001' : '000000');
				await customer.gets(/That is not the code\./u);
				await customer.writes(String(code));
				await customer.gets(new RegExp(`Thank you, \\${customer.number} is yours\\.`, 'u'));
				const stored = (await n8n.client.workflow(id)) as unknown as Imported;
				kept.push(withoutAccount(stored));
				expect(kept.at(-1)).toEqual(withoutAccount(workflow));
			} finally {
				await n8n.client.unpublish(id);
				await customer.leaves();
			}
		});

		it('was the same workflow each time, but for engine and credential', () => {
			expect(kept).toHaveLength(4);
			for (const nodes of kept) expect(nodes).toEqual(kept[0]);
		});
	});
}

async function webCustomer(n8n: RealN8n): Promise<Customer> {
	const shop: Phone = n8n.whatsApp.addPhone({ phone: '442079460678', name: 'One shop' });
	const customer: Phone = n8n.whatsApp.addPhone({ phone: '4915188776701', name: 'One customer' });
	const credential = await linkAccount(n8n, 'One shop', shop);
	const arrival = async (words: RegExp) =>
		await customer.waitFor(({ text }) => words.test(text ?? ''), { timeoutMs: 60_000 });
	return {
		...{ credentialType, credential, number: `+${customer.digits}` },
		writes: async (text) => void (await customer.say(shop, text)),
		picks: async (title) => void (await customer.vote(await arrival(/What can we do/u), [title])),
		gets: async (words) => (await arrival(words)).text ?? '',
		leaves: async () => await Promise.resolve(),
	};
}

async function gatewayCustomer(engine: LineEngine, n8n: RealN8n): Promise<Customer> {
	const line = lineAt(engine, n8n);
	const person = { digits: '447911234521', name: 'One customer' };
	await line.open();
	await line.hear();
	return {
		credentialType: `${engine}Api`,
		credential: line.account.credential,
		number: `+${person.digits}`,
		writes: async (text) => await line.writes(person, text),
		picks: async (title) => await line.taps(person, { messageId: undefined, rowId: 'prove', title }),
		gets: async (words) => wordsOf(await line.took(words)),
		leaves: async () => await line.close(),
	};
}
