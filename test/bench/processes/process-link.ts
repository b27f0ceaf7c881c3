import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { extname, join } from 'node:path';

/** What a process does when told: name of the order → handler with one plain argument. */
export type Handlers = Readonly<Record<string, (argument: never) => unknown>>;

interface Order {
	readonly id: number;
	readonly name: string;
	readonly argument: unknown;
}

type Message =
	| { readonly to: number; readonly result?: unknown; readonly error?: ErrorSeen }
	| { readonly about: string; readonly value: unknown };

interface ErrorSeen {
	readonly message: string;
	readonly code?: string;
}

/** The process ended while an answer was awaited. */
export class ProcessGone extends Error {}

export interface LinkedProcess<H extends Handlers> {
	readonly pid: number;
	/** Resolves with the handler's answer; rejects with its error (and `code`), or `ProcessGone`. */
	tell<K extends keyof H & string>(
		name: K,
		...argument: Parameters<H[K]> extends [infer A] ? [A] : []
	): Promise<Awaited<ReturnType<H[K]>>>;
	/** Hears what the process says unasked. */
	on(about: string, listener: (value: never) => void): void;
	/** SIGKILL: no handler of the process runs. Resolves when it is gone. */
	kill(): Promise<void>;
	/** Lets it end by itself. Resolves when it is gone. */
	stop(): Promise<void>;
}

export interface ProcessOptions {
	readonly env?: Readonly<Record<string, string>>;
	readonly nodeFlags?: readonly string[];
}

/** From test/storage: lets a test's process run TypeScript as it is now, without a build. */
const typescriptHook = join(__dirname, '..', '..', 'storage', 'processes', 'typescript-hook.js');

/**
 * Starts a program that calls `serve`. `program` is its path without extension: beside compiled code the
 * compiled one is run, from a test the TypeScript itself. The caller stops or kills it.
 */
export async function startProcess<H extends Handlers>(
	program: string,
	options: ProcessOptions = {},
): Promise<LinkedProcess<H>> {
	const extension = extname(__filename);
	const flags = ['--disable-warning=ExperimentalWarning', '--expose-gc', ...(options.nodeFlags ?? [])];
	const child = fork(`${program}${extension}`, {
		execArgv: extension === '.ts' ? [...flags, '-r', typescriptHook] : flags,
		env: { ...process.env, ...options.env },
		serialization: 'advanced',
	});
	const link = new ParentEnd<H>(child);
	await link.ready;
	return link;
}

class ParentEnd<H extends Handlers> implements LinkedProcess<H> {
	readonly ready: Promise<void>;

	readonly #child: ChildProcess;

	readonly #gone: Promise<unknown>;

	readonly #waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();

	readonly #listeners = new Map<string, (value: never) => void>();

	#next = 1;

	#ended = false;

	constructor(child: ChildProcess) {
		this.#child = child;
		this.#gone = once(child, 'exit').then(([code, signal]) => this.#end(`ended with ${code ?? signal}`));
		this.ready = new Promise((resolve, reject) => {
			this.#listeners.set('ready', () => resolve());
			this.#gone.then(
				() => reject(new ProcessGone(`A process ended while starting: ${child.spawnargs.join(' ')}`)),
				reject,
			);
		});
		child.on('message', (message: Message) => this.#take(message));
	}

	get pid(): number {
		return this.#child.pid ?? 0;
	}

	tell(name: string, ...[argument]: unknown[]): Promise<never> {
		return new Promise((resolve, reject) => {
			if (this.#ended) return reject(new ProcessGone('The process has ended'));
			const id = this.#next++;
			this.#waiting.set(id, { resolve: resolve as (result: unknown) => void, reject });
			this.#child.send({ id, name, argument } satisfies Order, (error) => {
				if (error && this.#waiting.delete(id)) reject(new ProcessGone('The process has ended'));
			});
		});
	}

	on(about: string, listener: (value: never) => void): void {
		this.#listeners.set(about, listener);
	}

	async kill(): Promise<void> {
		this.#child.kill('SIGKILL');
		await this.#gone;
	}

	async stop(): Promise<void> {
		if (this.#child.connected) this.#child.disconnect();
		await this.#gone;
	}

	#take(message: Message): void {
		if ('about' in message) {
			this.#listeners.get(message.about)?.(message.value as never);
			return;
		}
		const waiting = this.#waiting.get(message.to);
		this.#waiting.delete(message.to);
		if (message.error === undefined) waiting?.resolve(message.result);
		else waiting?.reject(Object.assign(new Error(message.error.message), { code: message.error.code }));
	}

	#end(how: string): void {
		this.#ended = true;
		for (const { reject } of this.#waiting.values()) reject(new ProcessGone(`The process ${how}`));
		this.#waiting.clear();
	}
}

/** The other end: answers orders until the parent lets go. */
export function serve(handlers: Handlers): void {
	process.on('message', ({ id, name, argument }: Order) => {
		const answer = async (): Promise<unknown> => await handlers[name]?.(argument as never);
		answer().then(
			(result) => tellParent({ to: id, result }),
			(error: unknown) => tellParent({ to: id, error: seen(error) }),
		);
	});
	process.on('disconnect', () => process.exit());
	say('ready', null);
}

/** Told to the parent unasked. */
export function say(about: string, value: unknown): void {
	tellParent({ about, value });
}

/** A parent that went takes no more, which is no error here: `disconnect` ends this process. */
function tellParent(message: Message): void {
	process.send?.(message, undefined, undefined, () => undefined);
}

function seen(error: unknown): ErrorSeen {
	const { message, code, description } = error as { message?: string; code?: string; description?: string };
	return { message: [message ?? String(error), description].filter(Boolean).join(' '), code };
}
