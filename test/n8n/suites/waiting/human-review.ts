import { credentialType } from '../../account';
import type { Workflow, WorkflowNode } from '../../workflow';
import { manualTrigger, packageName } from '../../workflow';
import { ChatModel } from './chat-model';
import { questionOn, type WaitingAccount } from './waiting-account';

const langchain = '@n8n/n8n-nodes-langchain';

/** An agent that may calculate only when Kay has allowed it on WhatsApp. */
export function describeHumanReview(account: WaitingAccount): void {
	describe('as a human review of the tool of an agent', () => {
		const model = new ChatModel({ toolParameters: { input: '6*7' }, hitlParameters: {} });
		let modelUrl = '';

		beforeAll(async () => {
			modelUrl = await model.open();
		});
		afterAll(() => model.close());

		/** Runs the agent, lets Kay answer, and gives what the agent said in the end. */
		const reviewed = async (review: WorkflowNode, title: string, answer: string): Promise<unknown> => {
			const { client } = account.n8n;
			const openAi = await client.createCredential('Model', 'openAiApi', { apiKey: 'none', url: modelUrl });
			const nodes = [
				{ name: 'Start', type: manualTrigger },
				{
					name: 'Agent',
					type: `${langchain}.agent`,
					typeVersion: 3.1,
					parameters: { promptType: 'define', text: 'What is 6 times 7?', options: {} },
				},
				{
					name: 'Model',
					type: `${langchain}.lmChatOpenAi`,
					typeVersion: 1.2,
					parameters: { model: { __rl: true, mode: 'id', value: 'gpt-4o-mini' }, options: {} },
					credentials: { openAiApi: openAi },
				},
				{ name: 'Calculator', type: `${langchain}.toolCalculator` },
				review,
			];
			const connections = {
				Start: { main: [[{ node: 'Agent', type: 'main', index: 0 }]] },
				Model: { ai_languageModel: [[{ node: 'Agent', type: 'ai_languageModel', index: 0 }]] },
				Calculator: { ai_tool: [[{ node: review.name, type: 'ai_tool', index: 0 }]] },
				[review.name]: { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
			};
			const workflow: Workflow = { name: `Agent: ${title}`, nodes, connections };
			const execution = await client.startManually(await client.createWorkflow(workflow), 'Start');
			const question = await questionOn(account.kay, title);
			expect(question.text).toContain('6*7');
			await account.kay.vote(question, [answer]);
			const { error, items } = await client.finished(execution);
			if (error) throw new Error(`The agent failed: ${JSON.stringify(error)}`);
			return items.Agent?.[0]?.json.output;
		};

		const review = (node: string, parameters: object): WorkflowNode => ({
			name: 'Review',
			type: `${packageName}.${node}HitlTool`,
			parameters: { engine: 'web', recipient: `+${account.kay.digits}`, ...parameters },
			credentials: { [credentialType]: account.credential },
		});

		it('lets the tool run that was approved', async () => {
			const asks = review('whatsAppKit', {
				message: '=Allow it? {{ JSON.stringify($tool.parameters) }}',
			});
			expect(await reviewed(asks, 'Allow it?', 'Approve')).toContain('42');
		}, 240_000);

		it('does not let it run when it was rejected', async () => {
			const asks = review('whatsAppVerify', {
				title: 'Agent asks',
				message: '={{ JSON.stringify($tool.parameters) }}',
			});
			const said = await reviewed(asks, 'Agent asks', 'No, reject');
			expect(said).toContain('rejected');
			expect(said).not.toContain('42');
		}, 240_000);
	});
}
