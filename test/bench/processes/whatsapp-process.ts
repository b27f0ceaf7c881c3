import { setTimeout as pause } from 'node:timers/promises';
import { startLoopbackWhatsApp, muteSignalLibrary, type LoopbackWhatsApp, type Phone } from '../../whatsapp';
import type { BinaryNode } from '../../whatsapp';
import { monotonicMs } from './monotonic';
import { serve } from './process-link';

/**
 * The loopback WhatsApp with its phones in a process of its own, so that what they compute is not counted as
 * the client's. Ends when its parent goes.
 */
let world: LoopbackWhatsApp | undefined;
const phones = new Map<string, Phone>();
/** Message id → when the server wrote it to a client. */
const written = new Map<string, number>();
/** Encrypted and not yet handed to the server's socket, in order. */
let prepared: (() => void)[] = [];
/** Stanzas that phones have not opened yet. */
let unopened: (() => void)[] | undefined;

interface Saying {
	readonly from: string;
	readonly to: string;
	readonly texts: readonly string[];
	readonly everyMs?: number;
}

const whatsappHandlers = {
	async start() {
		muteSignalLibrary();
		// The log is of use for its moments only; what it keeps would be searched and collected in vain.
		world = await startLoopbackWhatsApp({ logLimit: 20 });
		const { log } = world;
		const write = log.write.bind(log);
		log.write = (direction, who, stanza) => {
			if (direction === 'out' && stanza.tag === 'message') written.set(stanza.attrs.id ?? '', monotonicMs());
			write(direction, who, stanza);
		};
		return { url: world.url, rootKeyHex: world.rootKeyHex };
	},

	addPhone({ phone, name }: { phone: string; name: string }) {
		const added = server().addPhone({ phone, name });
		phones.set(added.digits, added);
		const receive = added.receive.bind(added);
		added.receive = (stanza: BinaryNode) => {
			if (unopened && stanza.tag === 'message') unopened.push(() => receive(stanza));
			else receive(stanza);
		};
		return { jid: added.jid, lid: added.lid };
	},

	async scan({ phone, qr }: { phone: string; qr: string }) {
		await phoneOf(phone).scan(qr);
		await phoneOf(phone).idle();
	},

	/** Writes one message after the other, `everyMs` apart. Resolves when the server has the last one. */
	async say({ from, to, texts, everyMs = 0 }: Saying) {
		const ids = [];
		for (const text of texts) {
			ids.push((await phoneOf(from).say(phoneOf(to), text)).id);
			if (everyMs > 0) await pause(everyMs);
		}
		return ids;
	},

	/** Encrypts messages for one account's device and keeps them until `release`. */
	async prepare({ from, to, texts }: Saying) {
		const devices = [...phoneOf(to).account.devices.values()];
		for (const device of devices) {
			const deliver = device.deliver.bind(device);
			device.deliver = (stanza) => {
				if (stanza.tag === 'message') prepared.push(() => deliver(stanza));
				else deliver(stanza);
			};
		}
		const ids = await whatsappHandlers.say({ from, to, texts });
		await Promise.all([phoneOf(from).idle(), phoneOf(to).idle()]);
		// Back to the method of the class.
		for (const device of devices) delete (device as { deliver?: unknown }).deliver;
		return ids;
	},

	/** Writes everything prepared in one go. */
	release() {
		const writes = prepared;
		prepared = [];
		const at = monotonicMs();
		for (const write of writes) write();
		return { at, took: monotonicMs() - at };
	},

	/** Writes the oldest prepared message alone. */
	releaseOne() {
		prepared.shift()?.();
	},

	/** From now on phones leave what they get unopened: decrypting would take the server's time. */
	leaveUnopened() {
		unopened ??= [];
	},

	/** Phones open what they have left. Resolves with how they fared. */
	async open() {
		const left = unopened ?? [];
		unopened = undefined;
		for (const openOne of left) openOne();
		await Promise.all([...phones.values()].map((phone) => phone.idle()));
		return left.length;
	},

	writtenAt(ids: readonly string[]) {
		return ids.map((id) => written.get(id) ?? Number.NaN);
	},

	async screen(phone: string) {
		const { inbox, failures, copies } = phoneOf(phone);
		await phoneOf(phone).idle();
		return {
			messages: inbox.all.map(({ id, text, fromMe }) => ({ id, text: text ?? '', fromMe })),
			failures: failures.length,
			reasons: [...new Set(failures.map(({ type, reason }) => `${type}: ${reason}`))],
			copies: [...copies].map(([key, count]) => ({ id: key.slice(key.indexOf('/') + 1), count })),
		};
	},

	/** Between rounds: what was shown is not looked at again. */
	forgetScreens() {
		written.clear();
		for (const { inbox, receipts, copies } of phones.values()) {
			inbox.all.length = 0;
			receipts.all.length = 0;
			copies.clear();
		}
		server().taken.all.length = 0;
	},

	/** Pulls the cable; how many sockets were connected. */
	drop(phone: string) {
		return server().dropSocket(phoneOf(phone));
	},

	async waitForLogin(phone: string) {
		await server().waitForLogin(phoneOf(phone), { timeoutMs: 30_000 });
	},

	/** Messages the account's devices have not acknowledged. */
	unacknowledged(phone: string) {
		return [...phoneOf(phone).account.devices.values()].map(({ queue }) => queue.size);
	},

	linkedDevices(phone: string) {
		return [...phoneOf(phone).account.devices.values()].map(({ id, logins }) => ({ id, logins }));
	},

	protocolErrors() {
		return server().protocolErrors.map((error) => error.message);
	},
};

export type WhatsAppHandlers = typeof whatsappHandlers;

function server(): LoopbackWhatsApp {
	if (!world) throw new Error('start comes first');
	return world;
}

function phoneOf(digits: string): Phone {
	const phone = phones.get(digits);
	if (!phone) throw new Error(`there is no phone ${digits}`);
	return phone;
}

serve(whatsappHandlers);
