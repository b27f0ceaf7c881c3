import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Turn {
	readonly messages: readonly { readonly role: string; readonly content?: unknown }[];
	readonly tools?: readonly { readonly function: { readonly name: string } }[];
}

/**
 * A chat model on loopback, in the words of OpenAI's interface: it asks for one tool call, and when it has heard what
 * came of that it repeats it.
 */
export class ChatModel {
	readonly turns: Turn[] = [];
	readonly #server: Server;
	readonly #input: object;

	/** `input`: what it gives the one tool it is offered. */
	constructor(input: object) {
		this.#input = input;
		this.#server = createServer((request, response) => {
			const chunks: Buffer[] = [];
			request.on('data', (chunk: Buffer) => chunks.push(chunk));
			request.on('end', () => {
				const turn = JSON.parse(Buffer.concat(chunks).toString() || '{"messages":[]}') as Turn;
				this.turns.push(turn);
				response
					.writeHead(200, { 'content-type': 'application/json' })
					.end(JSON.stringify(completion(this.#answer(turn))));
			});
		});
	}

	/** Its address for a credential. */
	async open(): Promise<string> {
		await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
		return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
	}

	async close(): Promise<void> {
		this.#server.closeAllConnections();
		await new Promise((resolve) => this.#server.close(resolve));
	}

	#answer({ messages, tools }: Turn): object {
		const heard = messages.findLast(({ role }) => role === 'tool');
		if (heard !== undefined)
			return { role: 'assistant', content: `It said: ${JSON.stringify(heard.content)}` };
		const [tool] = tools ?? [];
		if (tool === undefined) return { role: 'assistant', content: 'There is no tool' };
		const { name } = tool.function;
		const call = {
			id: 'call_1',
			type: 'function',
			function: { name, arguments: JSON.stringify(this.#input) },
		};
		return { role: 'assistant', content: null, tool_calls: [call] };
	}
}

function completion(message: object): object {
	const finish = 'tool_calls' in message ? 'tool_calls' : 'stop';
	return {
		id: 'chatcmpl-1',
		object: 'chat.completion',
		created: 1,
		model: 'gpt-4o-mini',
		choices: [{ index: 0, message, finish_reason: finish }],
		usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
	};
}
