import type { proto } from '@whiskeysockets/baileys';
import { Arrivals } from './arrivals';
import type { BinaryNode } from './binary-node';
import type { Account, DeviceAddress } from './directory';
import { isGroupJid, userJid } from './jids';
import type { LinkedDevice } from './linked-device';
import { mediaOf } from './media-files';
import { uploadAgain } from './media-retry';
import { receiptIds } from './offline-queue';
import { introduce } from './phone-introduction';
import { digitsOf, receiveMessage } from './phone-receiving';
import { sendAgain } from './phone-sending';
import type { Sent } from './phone-sending';
import type { PhoneSignal } from './phone-signal';
import { hexId } from './ports';
import { typingIn } from './presence';
import type { DecryptFailure, ReceiptSeen, Received, TypingSeen } from './received';
import type { LoopbackWhatsApp } from './server';

/**
 * The inside of a phone: its identity, what it shows and remembers, and what it does by itself when something
 * arrives. What a person does with it is in `phone.ts`.
 */
export class PhoneCore {
	readonly server: LoopbackWhatsApp;
	readonly signal: PhoneSignal;
	account!: Account;
	/** Push name: what others see beside the number. */
	name: string;
	about = 'Available';
	/** Path on the media host, undefined for no picture. */
	picturePath: string | undefined;
	/** Nobody is told the number that belongs to this LID. */
	hidesNumber = false;
	sendsDeliveryReceipts = true;
	/** Asks for a re-send of what it cannot read, as real phones do. */
	sendsRetryReceipts = true;
	/** What is on the screen, each message once. */
	readonly inbox: Arrivals<Received>;
	readonly receipts: Arrivals<ReceiptSeen>;
	readonly typing: Arrivals<TypingSeen>;
	readonly notifications: Arrivals<BinaryNode>;
	/** What could not be read, retries included. */
	readonly failures: DecryptFailure[] = [];
	/** Readable copies that came, per `chat/id`; more than 1 for a message that came again. */
	readonly copies = new Map<string, number>();
	readonly retriesAsked = new Map<string, number>();
	readonly sent = new Map<string, Sent>();
	readonly blocked = new Set<string>();
	/** Encrypted files on this phone by the path they were uploaded to or downloaded from. */
	readonly files = new Map<string, Buffer>();
	readonly privacy = new Map([
		['readreceipts', 'all'],
		['last', 'all'],
		['online', 'all'],
		['profile', 'all'],
		['status', 'all'],
		['groupadd', 'all'],
		['calladd', 'all'],
	]);
	readonly #senderKeyHolders = new Map<string, Set<string>>();
	/** One thing at a time: a phone never encrypts and decrypts in the same session at once. */
	#turn: Promise<unknown> = Promise.resolve();

	constructor(server: LoopbackWhatsApp, name: string, signal: PhoneSignal) {
		this.server = server;
		this.name = name;
		this.signal = signal;
		this.inbox = new Arrivals(`message on ${name}'s phone`, server.clock);
		this.receipts = new Arrivals(`receipt on ${name}'s phone`, server.clock);
		this.typing = new Arrivals(`typing seen by ${name}`, server.clock);
		this.notifications = new Arrivals(`notification on ${name}'s phone`, server.clock);
	}

	get digits(): string {
		return this.account.digits;
	}

	get jid(): string {
		return this.account.jid('pn');
	}

	get lid(): string {
		return this.account.jid('lid');
	}

	get address(): DeviceAddress {
		return { account: this.account, device: 0 };
	}

	/** How many times this phone could not read something. */
	get decryptFailures(): number {
		return this.failures.length;
	}

	/** Everything handed to this phone so far has been worked off. */
	async idle(): Promise<void> {
		await this.#turn;
	}

	/** How often a readable copy of this message came. */
	copiesOf(message: Received): number {
		return this.copies.get(`${this.chatName(message.chat)}/${message.id}`) ?? 0;
	}

	/** From the server: a stanza for this phone. */
	receive(stanza: BinaryNode): void {
		if (stanza.tag === 'message') this.#inBackground(() => receiveMessage(this, stanza));
		else if (stanza.tag === 'notification') this.notifications.push(stanza);
		else if (stanza.attrs.type === 'retry') this.#inBackground(() => sendAgain(this, stanza));
		else this.#noticeReceipt(stanza);
	}

	noticeTyping(stanza: BinaryNode, from: Account): void {
		this.typing.push({ from: from.digits, chat: stanza.attrs.from ?? '', state: typingIn(stanza) });
	}

	/** From the server: a linked device is online for the first time. */
	introduce(device: LinkedDevice): void {
		this.#inBackground(() => introduce(this, device));
	}

	/** From the server: a linked device of this account cannot download a file any more. */
	uploadAgain(requester: DeviceAddress, receipt: BinaryNode): void {
		this.#inBackground(async () => uploadAgain(this, requester, receipt));
	}

	/**
	 * The name this phone keeps a peer device's session under. It carries the phone's own number, because the
	 * Signal library queues its work by that name for the whole process, and several phones live in one here.
	 */
	peerName({ account, device }: DeviceAddress): string {
		return userJid(`${this.digits}-${account.digits}`, 'pn', device);
	}

	get ownName(): string {
		return this.peerName(this.address);
	}

	/** One name per chat, whether it was addressed by number or by LID. */
	chatName(chat: string): string {
		return isGroupJid(chat) ? chat : digitsOf(this, chat);
	}

	/** Devices that can read what this phone writes into the group. */
	senderKeyHolders(group: string): Set<string> {
		const holders = this.#senderKeyHolders.get(group) ?? new Set();
		this.#senderKeyHolders.set(group, holders);
		return holders;
	}

	/** Somebody left: write with a key they do not have. */
	changeSenderKey(group: string): void {
		this.#senderKeyHolders.delete(group);
		this.signal.forgetSenderKeys(group, this.ownName);
	}

	newId(): string {
		return `AC${hexId(this.server.random, 15)}`;
	}

	end(reason: string): void {
		for (const arrivals of [this.inbox, this.receipts, this.typing, this.notifications]) arrivals.end(reason);
	}

	/** Uploads encrypted bytes and keeps a copy, as phones do; returns the path. */
	keepFile(encrypted: Buffer): string {
		const path = this.server.media.keep(encrypted);
		this.files.set(path, encrypted);
		return path;
	}

	/** Phones download what they show; a linked device may ask for it long after the server forgot it. */
	keepDownload(message: proto.IMessage): void {
		const path = mediaOf(message)?.directPath;
		const stored = path ? this.server.media.stored(path) : undefined;
		if (path && stored) this.files.set(path, stored);
	}

	#noticeReceipt(stanza: BinaryNode): void {
		const { from = '', participant, type = 'delivered' } = stanza.attrs;
		const author = participant ?? from;
		this.receipts.push({ ids: receiptIds(stanza), type, from: digitsOf(this, author), raw: stanza });
	}

	/** Runs when everything before it is done. */
	protected inTurn<T>(work: () => Promise<T>): Promise<T> {
		const result = this.#turn.then(work);
		this.#turn = result.catch(() => undefined);
		return result;
	}

	#inBackground(work: () => Promise<void>): void {
		this.inTurn(work).catch((error: unknown) => {
			this.server.protocolErrors.push(error instanceof Error ? error : new Error(String(error)));
		});
	}
}
