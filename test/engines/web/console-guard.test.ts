import { guardConsole } from '../../../engines/web/console-guard';
import { loadBaileys, type Baileys } from '../../../engines/web/load-baileys';
import { createParty, introduce, type SignalParty } from './signal-party-fixture';

interface Line {
	readonly method: string;
	readonly args: readonly unknown[];
}

/** The console everybody prints to, under another name: this test is about it, it does not use it. */
const screen = globalThis.console;

const METHODS = ['log', 'info', 'warn', 'error'] as const;

/** A console of its own that writes down what reaches it. */
function recordingConsole() {
	const lines: Line[] = [];
	const record =
		(method: string) =>
		(...args: unknown[]) =>
			void lines.push({ method, args });
	const target = { log: record('log'), info: record('info'), warn: record('warn'), error: record('error') };
	return { lines, target };
}

describe('with a real Signal session', () => {
	let baileys: Baileys;
	let anna: SignalParty;
	let bob: SignalParty;
	let lines: Line[];
	let restore: () => void;

	beforeAll(async () => {
		baileys = await loadBaileys();
	});

	beforeEach(async () => {
		anna = createParty(baileys, '5511987654321@s.whatsapp.net');
		bob = createParty(baileys, '4915110000001@s.whatsapp.net');
		await introduce(anna, bob);
		lines = [];
		const originals = Object.fromEntries(METHODS.map((method) => [method, screen[method]]));
		for (const method of METHODS) screen[method] = (...args: unknown[]) => void lines.push({ method, args });
		restore = () => Object.assign(screen, originals);
	});

	afterEach(() => restore());

	/** Opens a second session over the first, which closes it, then feeds the library rubbish. */
	async function provoke(): Promise<void> {
		const first = await anna.encryptFor(bob.jid, Buffer.from('one'));
		await bob.repository.decryptMessage({ jid: anna.jid, type: 'pkmsg', ciphertext: first.ciphertext });
		await introduce(anna, bob);
		const second = await anna.encryptFor(bob.jid, Buffer.from('two'));
		await bob.repository.decryptMessage({ jid: anna.jid, type: 'pkmsg', ciphertext: second.ciphertext });
		const broken = Uint8Array.from(first.ciphertext).fill(1, 40);
		await expect(
			bob.repository.decryptMessage({ jid: anna.jid, type: 'msg', ciphertext: Buffer.from(broken) }),
		).rejects.toThrow();
	}

	test('the library prints private keys by itself', async () => {
		await provoke();
		const printed = lines.map(({ args }) => args);
		expect(
			printed.flat().some((arg) => typeof arg === 'object' && arg !== null && 'currentRatchet' in arg),
		).toBe(true);
	});

	test('closing a session and failing to decrypt print nothing', async () => {
		const remove = guardConsole();
		await provoke();
		remove();
		expect(lines).toEqual([]);
	});

	test('also when somebody patched the console after us', async () => {
		const remove = guardConsole();
		const info = screen.info;
		screen.info = (...args: unknown[]) => info(...args);
		await provoke();
		screen.info = info;
		remove();
		expect(lines).toEqual([]);
	});
});

describe('everything else', () => {
	test('passes untouched, in every method', () => {
		const { lines, target } = recordingConsole();
		guardConsole(target);
		const thing = { a: 1 };
		for (const method of METHODS) target[method]('Closing time', thing, undefined);
		expect(lines).toEqual(METHODS.map((method) => ({ method, args: ['Closing time', thing, undefined] })));
		expect(lines[0]?.args[1]).toBe(thing);
	});

	test('passes even with the same words, when somebody else says them', () => {
		const { lines, target } = recordingConsole();
		guardConsole(target);
		target.info('Closing session:', { user: 'anna' });
		target.error('Session error: the cookie expired');
		target.warn('Session already open');
		target.log();
		expect(lines).toHaveLength(4);
	});

	test('a session is dropped whoever prints it', () => {
		const { lines, target } = recordingConsole();
		guardConsole(target);
		target.info('Closing session:', { currentRatchet: {}, indexInfo: {} });
		expect(lines).toEqual([]);
	});
});

describe('installing', () => {
	test('twice wraps once, also from another copy of the package', () => {
		const { target } = recordingConsole();
		guardConsole(target);
		const wrapped = target.info;
		guardConsole(target);
		expect(target.info).toBe(wrapped);
	});

	test('can be undone', () => {
		const { target } = recordingConsole();
		const before = { ...target };
		guardConsole(target)();
		expect({ ...target }).toEqual(before);
	});

	test('leaves a later patch in place, and wakes up beneath it when installed again', () => {
		const { lines, target } = recordingConsole();
		const remove = guardConsole(target);
		const beneath = target.info;
		const patch = (...args: unknown[]) => beneath('patched', ...args);
		target.info = patch;
		remove();
		expect(target.info).toBe(patch);
		target.warn('Closing session:', { currentRatchet: {} });
		expect(lines).toHaveLength(1);
		guardConsole(target);
		target.warn('Closing session:', { currentRatchet: {} });
		expect(lines).toHaveLength(1);
	});
});
