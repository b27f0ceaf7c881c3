import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Answer, Order } from './orders';

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;

export interface StoreProcess {
	/** Resolves with what the process answered; rejects with its error. */
	tell(order: WithoutId<Order>): Promise<unknown>;
	/** Hears what the process says unasked. */
	onTold(listener: (result: unknown) => void): void;
	readonly pid: number;
	/** SIGKILL: no handler of the process runs. Resolves when it is gone. */
	kill(): Promise<void>;
}

/** Starts a process that has loaded the store and waits for orders. The caller kills it. */
export async function startStoreProcess(): Promise<StoreProcess> {
	const child = fork(join(__dirname, 'store-process.ts'), {
		execArgv: ['--disable-warning=ExperimentalWarning', '-r', join(__dirname, 'typescript-hook.js')],
		serialization: 'advanced',
	});
	const gone = once(child, 'exit');
	const waiting = new Map<number, (answer: Answer) => void>();
	let listener = (_result: unknown): void => undefined;
	let next = 1;
	const ready = new Promise<void>((resolve, reject) => {
		child.once('message', () => resolve());
		child.once('exit', (code) => reject(new Error(`the store process ended with ${code}`)));
	});
	child.on('message', (answer: Answer) => {
		if (answer.to === 0) listener(answer.result);
		waiting.get(answer.to)?.(answer);
		waiting.delete(answer.to);
	});
	child.once('exit', (code, signal) => {
		const error = { code: 'ended', message: `the store process ended (${code ?? signal})` };
		for (const [id, answer] of waiting) answer({ to: id, error });
		waiting.clear();
	});
	await ready;
	return {
		pid: child.pid!,
		tell: (order) =>
			new Promise((resolve, reject) => {
				const id = next++;
				waiting.set(id, ({ result, error }) =>
					error === undefined ? resolve(result) : reject(Object.assign(new Error(error.message), error)),
				);
				child.send({ id, ...order });
			}),
		onTold(hear) {
			listener = hear;
		},
		async kill() {
			child.kill('SIGKILL');
			await gone;
		},
	};
}

/** Starts several at once, hands them over and ends them afterwards. */
export async function withStoreProcesses(
	count: number,
	work: (processes: readonly StoreProcess[]) => Promise<void>,
): Promise<void> {
	const processes = await Promise.all(Array.from({ length: count }, startStoreProcess));
	try {
		await work(processes);
	} finally {
		await Promise.all(processes.map((each) => each.kill()));
	}
}
