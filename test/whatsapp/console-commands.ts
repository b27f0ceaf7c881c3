import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { choicesOf } from './choices';
import type { Group } from './groups';
import type { FileKind } from './media-files';
import type { Addressing, Phone } from './phone';
import type { Received } from './received';
import type { LoopbackWhatsApp } from './server';

/** What the console has shown, so that a person can say "reply 3". */
export interface Shown {
	readonly phone: Phone;
	readonly message: Received;
}

export interface ConsoleState {
	readonly server: LoopbackWhatsApp;
	readonly shown: Shown[];
}

export interface Command {
	readonly usage: string;
	readonly does: string;
	/** Returns what to print. Throws what went wrong. */
	readonly run: (state: ConsoleState, words: readonly string[]) => Promise<string> | string;
}

const FILE_KINDS: Readonly<Record<string, FileKind>> = {
	jpg: 'image',
	jpeg: 'image',
	png: 'image',
	mp4: 'video',
	mp3: 'audio',
	ogg: 'ptt',
	webp: 'sticker',
};

/** A person by number or by name. */
function person({ server }: ConsoleState, word: string | undefined): Phone {
	const phones = server.directory.accounts.map(({ phone }) => phone);
	const digits = (word ?? '').replace(/\D/g, '');
	const found = phones.find(
		({ name, digits: own }) => name.toLowerCase() === word?.toLowerCase() || own === digits,
	);
	if (!found)
		throw new Error(`Nobody here is "${word ?? ''}". Known: ${phones.map(({ name }) => name).join(', ')}`);
	return found;
}

function target(state: ConsoleState, word: string | undefined): Phone | Group {
	const group = state.server.groups.all.find(({ subject, jid }) => jid === word || subject === word);
	return group ?? person(state, word);
}

function message(state: ConsoleState, word: string | undefined): Shown {
	const found = state.shown[Number(word?.replace('#', '')) - 1];
	if (!found) throw new Error(`There is no message #${word ?? ''}`);
	return found;
}

function takeAddressing(words: readonly string[]): { addressing: Addressing; rest: string[] } {
	const addressing = words.includes('--lid-only') ? 'lidOnly' : words.includes('--lid') ? 'lid' : 'pn';
	return { addressing, rest: words.filter((word) => !word.startsWith('--lid')) };
}

const onAccount =
	(act: (server: LoopbackWhatsApp, phone: Phone, words: readonly string[]) => unknown): Command['run'] =>
	(state, [who, ...words]) => {
		act(state.server, person(state, who), words);
		return 'done';
	};

export const COMMANDS: Readonly<Record<string, Command>> = {
	phone: {
		usage: 'phone <digits> <name>',
		does: 'puts a number on WhatsApp',
		run: ({ server }, [phone = '', ...name]) => {
			const added = server.addPhone({ phone, name: name.join(' ') || phone });
			return `${added.name} is +${added.digits} (${added.lid})`;
		},
	},
	phones: {
		usage: 'phones',
		does: 'lists phones, linked devices and what waits for them',
		run: ({ server }) =>
			server.directory.accounts.map(({ phone }) => phoneLine(phone)).join('\n') || 'none yet',
	},
	link: {
		usage: 'link <who> <QR text>  |  link <who> code XXXX-XXXX',
		does: 'links the client that shows the code',
		run: async (state, [who, first = '', second = '']) => {
			const phone = person(state, who);
			const device = first === 'code' ? await phone.enterCode(second) : await phone.scan(first);
			return `linked as device ${device.id} of ${phone.name}`;
		},
	},
	say: {
		usage: 'say <from> <to> <text> [--lid | --lid-only]',
		does: 'writes to a person or into a group',
		run: async (state, words) => {
			const { addressing, rest } = takeAddressing(words);
			const [from, to, ...text] = rest;
			const sent = await person(state, from).say(target(state, to), text.join(' '), { addressing });
			return `sent ${sent.id}`;
		},
	},
	reply: {
		usage: 'reply <#> <text>',
		does: 'quotes a message and answers',
		run: async (state, [number, ...text]) => {
			const { phone, message: shown } = message(state, number);
			return `sent ${(await phone.reply(shown, text.join(' '))).id}`;
		},
	},
	vote: {
		usage: 'vote <#> <option> [| <option> …]',
		does: 'votes in a poll; no option takes the vote back',
		run: async (state, [number, ...words]) => {
			const { phone, message: shown } = message(state, number);
			const options = words
				.join(' ')
				.split('|')
				.map((option) => option.trim());
			return `sent ${(await phone.vote(shown, options.filter(Boolean))).id}`;
		},
	},
	tap: {
		usage: 'tap <#> <place, id or title>',
		does: 'taps a list row or a button',
		run: async (state, [number, ...words]) => {
			const { phone, message: shown } = message(state, number);
			const choice = words.join(' ');
			return `sent ${(await phone.tap(shown, /^\d{1,2}$/.test(choice) ? Number(choice) : choice)).id}`;
		},
	},
	react: {
		usage: 'react <#> <emoji>',
		does: 'reacts to a message',
		run: async (state, [number, emoji = '👍']) => {
			const { phone, message: shown } = message(state, number);
			return `sent ${(await phone.react(shown, emoji)).id}`;
		},
	},
	read: {
		usage: 'read <#>',
		does: 'sends a read receipt',
		run: (state, [number]) => {
			const { phone, message: shown } = message(state, number);
			phone.read(shown);
			return 'done';
		},
	},
	type: {
		usage: 'type <from> <to>',
		does: 'shows "typing…"',
		run: (state, [from, to]) => {
			person(state, from).type(target(state, to));
			return 'done';
		},
	},
	media: {
		usage: 'media <from> <to> <file> [caption]',
		does: 'sends a file, its kind by its ending',
		run: async (state, [from, to, file = '', ...caption]) => {
			const kind = FILE_KINDS[file.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'document';
			const bytes = await readFile(file);
			const content = { kind, bytes, fileName: basename(file), caption: caption.join(' ') || undefined };
			return `sent ${(await person(state, from).sendFile(target(state, to), content)).id}`;
		},
	},
	group: {
		usage: 'group <subject> <owner> <member> …',
		does: 'makes a group (one-word subject)',
		run: (state, [subject = '', ...members]) => {
			const participants = members.map((word) => person(state, word));
			return state.server.addGroup({ subject, participants }).jid;
		},
	},
	drop: {
		usage: 'drop <who>',
		does: 'pulls the cable',
		run: onAccount((server, phone) => server.dropSocket(phone)),
	},
	ban: {
		usage: 'ban <who>',
		does: 'failure 403',
		run: onAccount((server, phone) => server.fail(phone, 403)),
	},
	replace: {
		usage: 'replace <who>',
		does: 'conflict: replaced',
		run: onAccount((server, phone) => server.replace(phone)),
	},
	unlink: {
		usage: 'unlink <who>',
		does: 'removes all linked devices',
		run: onAccount((_server, phone) => phone.unlink()),
	},
	restart: {
		usage: 'restart <who> [code]',
		does: 'stream error, 515 unless told otherwise',
		run: onAccount((server, phone, [code]) => server.streamError(phone, Number(code ?? 515))),
	},
	refuse: {
		usage: 'refuse <code> [times]',
		does: 'refuses the next messages of clients: 463, 479, 429',
		run: ({ server }, [error, times]) => {
			server.faults.refuseMessages({ error: Number(error), times: Number(times ?? 1) });
			return 'done';
		},
	},
	passkey: {
		usage: 'passkey on|off',
		does: 'demands a passkey from clients that are linked',
		run: ({ server }, [on]) => {
			server.demandPasskeyOnLink = on === 'on';
			return `a passkey is ${server.demandPasskeyOnLink ? 'demanded' : 'not demanded'}`;
		},
	},
	log: {
		usage: 'log [n]',
		does: 'the last stanzas',
		run: ({ server }, [count]) =>
			server.log.all
				.slice(-Number(count ?? 20))
				.map(logLine)
				.join('\n'),
	},
};

export const help = (): string =>
	Object.values(COMMANDS)
		.map(({ usage, does }) => `${usage.padEnd(52)} ${does}`)
		.concat('help'.padEnd(52) + ' this', 'quit'.padEnd(52) + ' ends the server')
		.join('\n');

/** Words of a line; quotes hold words together. */
export const wordsOf = (line: string): string[] =>
	[...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');

export async function runLine(state: ConsoleState, line: string): Promise<string> {
	const [name = '', ...words] = wordsOf(line);
	if (name === 'help') return help();
	const command = COMMANDS[name];
	if (!command) return `There is no "${name}". Type help.`;
	try {
		return await command.run(state, words);
	} catch (error) {
		return `No: ${error instanceof Error ? error.message : String(error)}\n${command.usage}`;
	}
}

/** A message as a line, with what can be tapped below it. */
export function shownLine(number: number, { phone, message: shown }: Shown): string {
	const from = shown.fromMe ? 'own account' : `+${shown.from}`;
	const chat = shown.chat.endsWith('@g.us')
		? ` in ${phone.server.groups.find(shown.chat)?.subject ?? shown.chat}`
		: '';
	const head = `#${number} ${phone.name} <- ${from}${chat}: ${shown.text ?? `[${shown.kind}]`}`;
	const choices = choicesOf(shown.message).map(({ title, id }, at) => `    ${at + 1}. ${title} (${id})`);
	const polls = shown.message.pollCreationMessage ?? shown.message.pollCreationMessageV3;
	const options = (polls?.options ?? []).map(({ optionName }) => `    o ${optionName}`);
	return [head, ...choices, ...options].join('\n');
}

function phoneLine(phone: Phone): string {
	const devices = [...phone.account.devices.values()].map(
		(device) => `device ${device.id} ${device.active ? 'online' : `away, ${device.queue.size} waiting`}`,
	);
	return `${phone.name} +${phone.digits} ${phone.lid} ${devices.join('; ') || 'no linked device'}`;
}

const logLine = ({ direction, account, stanza }: LoopbackWhatsApp['log']['all'][number]): string =>
	`${direction === 'in' ? '->' : '<-'} ${account ?? '?'} <${stanza.tag}> ${JSON.stringify(stanza.attrs)}`;
