import type { proto } from '@whiskeysockets/baileys';
import type { WaitOptions } from './arrivals';
import { node } from './binary-node';
import { findChoice } from './choices';
import type { Group } from './groups';
import { bareJid, digitsOnly, isGroupJid, modeOf, userJid } from './jids';
import type { AddressingMode } from './jids';
import type { LinkedDevice } from './linked-device';
import { fileMessage, openFile } from './media-files';
import type { FileToSend } from './media-files';
import { enterPairingCode } from './pairing-code';
import { scanCode } from './pairing-qr';
import { PhoneCore } from './phone-core';
import * as compose from './phone-messages';
import { sendMessage } from './phone-sending';
import type { Sent } from './phone-sending';
import { encryptVote } from './poll-votes';
import { routeChatState, typingNode } from './presence';
import type { Typing } from './presence';
import { routeReceipt } from './receipts';
import { keyOf } from './received';
import type { ReceiptSeen, Received } from './received';

/** `lidOnly` names the sender by LID and withholds the number, as WhatsApp does for people who hide it. */
export type Addressing = 'pn' | 'lid' | 'lidOnly';

export interface SendOptions {
	/** @default as the answered message came, otherwise 'pn' */
	readonly addressing?: Addressing;
	/** Message id. @default a fresh one */
	readonly id?: string;
	/** Extra attributes of the stanza, e.g. `edit`. */
	readonly attrs?: Readonly<Record<string, string>>;
	readonly quoted?: Received;
}

export interface VoteOptions extends SendOptions {
	/** Name of the poll's creator inside the vote's seal. @default as the poll came */
	readonly creatorAs?: AddressingMode;
	/** Name of the voter inside the seal. @default as the poll came */
	readonly voterAs?: AddressingMode;
}

/** Where a phone writes to: a person, a group, the chat of a message, or a JID or number. */
export type Recipient = Phone | Group | Received | string;

/** A WhatsApp app on somebody's phone, and what its owner can do with it. Made by `server.addPhone`. */
export class Phone extends PhoneCore {
	/** Links the client that shows this QR text. */
	scan(qr: string): Promise<LinkedDevice> {
		return scanCode(this.server, this.account, qr);
	}

	/** Links the client that asked for a pairing code for this number. Dashes and spaces are ignored. */
	enterCode(code: string): Promise<LinkedDevice> {
		return enterPairingCode(this.server, this.account, code);
	}

	/** Removes a linked device, as in "Linked devices > Log out". @default all of them */
	unlink(device?: LinkedDevice): void {
		const gone = device ? [device] : [...this.account.devices.values()];
		for (const { id } of gone) this.server.unlink(this.account, id);
	}

	say(to: Recipient, body: string, options: SendOptions = {}): Promise<Sent> {
		return this.sendMessage(to, compose.text(body, options.quoted), options);
	}

	/** Quotes the message and answers in its chat. */
	reply(to: Received, body: string, options: SendOptions = {}): Promise<Sent> {
		return this.say(to, body, { ...options, quoted: to });
	}

	react(to: Received, emoji: string, options: SendOptions = {}): Promise<Sent> {
		return this.sendMessage(to, compose.reaction(to, emoji, this.server.clock.now()), options);
	}

	/** Changes the text of a message this phone has sent. */
	edit(sent: Sent, body: string): Promise<Sent> {
		const key = { remoteJid: sent.to, id: sent.id, fromMe: true };
		const message = compose.edit(key, body, this.server.clock.now());
		return this.sendMessage(sent.to, message, { attrs: { edit: '1' }, ...again(sent) });
	}

	/** Deletes a message this phone has sent, for everyone. */
	delete(sent: Sent): Promise<Sent> {
		const key = { remoteJid: sent.to, id: sent.id, fromMe: true };
		return this.sendMessage(sent.to, compose.revoke(key), { attrs: { edit: '7' }, ...again(sent) });
	}

	poll(
		to: Recipient,
		question: string,
		options: readonly string[],
		selectable = 1,
		sending: SendOptions = {},
	): Promise<Sent> {
		const secret = this.server.random.bytes(32);
		return this.sendMessage(to, compose.poll(question, options, selectable, secret), sending);
	}

	/** Votes in a poll; no options takes an earlier vote back. */
	vote(
		poll: Received,
		options: readonly string[],
		{ creatorAs, voterAs, ...sending }: VoteOptions = {},
	): Promise<Sent> {
		const secret = poll.message.messageContextInfo?.messageSecret;
		if (!secret) throw new Error('This poll came without its secret');
		const author = poll.participant ?? poll.raw.attrs.from ?? '';
		const creator = this.server.directory.find(author)?.jid(creatorAs ?? modeOf(author)) ?? bareJid(author);
		const voter = this.account.jid(voterAs ?? modeOf(author));
		const iv = this.server.random.bytes(12);
		const vote = encryptVote(options, { secret, pollId: poll.id, creator, voter }, iv);
		const update = { pollCreationMessageKey: keyOf(poll), vote, senderTimestampMs: this.server.clock.now() };
		return this.sendMessage(poll, { pollUpdateMessage: update }, sending);
	}

	/** Taps a list row, button, quick reply or native-flow button: by id, by title, or by place (1 is the first). */
	tap(shown: Received, choice: string | number, options: SendOptions = {}): Promise<Sent> {
		return this.sendMessage(shown, findChoice(shown.message, choice).answer(shown), options);
	}

	sendLocation(
		to: Recipient,
		latitude: number,
		longitude: number,
		name?: string,
		options: SendOptions = {},
	): Promise<Sent> {
		return this.sendMessage(to, compose.location(latitude, longitude, name), options);
	}

	sendContact(to: Recipient, displayName: string, phone: string, options: SendOptions = {}): Promise<Sent> {
		return this.sendMessage(to, compose.contact(displayName, digitsOnly(phone)), options);
	}

	/** A picture, voice note, document, … */
	async sendFile(to: Recipient, file: FileToSend, options: SendOptions = {}): Promise<Sent> {
		const { random, clock, media } = this.server;
		const store = { keepFile: (bytes: Buffer) => this.keepFile(bytes), hostname: media.hostname };
		const message = await fileMessage(store, random, file, Math.floor(clock.now() / 1000));
		return this.sendMessage(to, message, options);
	}

	/** Downloads and decrypts what the message holds, checking every hash on the way. */
	openFile(message: Received): Promise<Buffer> {
		return openFile(this.server.media, message.message);
	}

	/** Any message at all; the other senders come down to this one. Resolves when the server has it. */
	async sendMessage(to: Recipient, message: proto.IMessage, options: SendOptions = {}): Promise<Sent> {
		const sent = {
			id: options.id ?? this.newId(),
			to: this.#wireJid(to, options.addressing),
			message,
			attrs: options.attrs ?? {},
			hideOtherName: options.addressing === 'lidOnly' || this.hidesNumber,
		};
		await this.inTurn(() => sendMessage(this, sent));
		return sent;
	}

	/** Sends a read receipt for messages of one chat. */
	read(...messages: Received[]): void {
		for (const { id, raw, participant } of messages) {
			const to = raw.attrs.from;
			routeReceipt(this.server, this.address, node('receipt', { id, to, participant, type: 'read' }));
		}
	}

	/** Shows "typing…" to the others in the chat. */
	type(to: Recipient, state: Typing = 'composing', options: SendOptions = {}): void {
		const jid = this.#wireJid(to, options.addressing);
		routeChatState(this.server, this.address, node('chatstate', { to: jid }, [typingNode(state)]));
	}

	/** The oldest message not handed out yet. */
	nextMessage(options?: WaitOptions): Promise<Received> {
		return this.inbox.next(options);
	}

	/** The first message that matches, already here or still to come. */
	waitFor(matches: (message: Received) => boolean, options?: WaitOptions): Promise<Received> {
		return this.inbox.waitFor(matches, options);
	}

	waitForReceipt(id: string, type = 'delivered', options?: WaitOptions): Promise<ReceiptSeen> {
		return this.receipts.waitFor((receipt) => receipt.ids.includes(id) && receipt.type === type, options);
	}

	#wireJid(to: Recipient, addressing: Addressing | undefined): string {
		if (typeof to === 'string') return to.includes('@') ? to : userJid(digitsOnly(to), 'pn');
		if (to instanceof Phone)
			return to.account.jid(addressing === undefined || addressing === 'pn' ? 'pn' : 'lid');
		if ('chat' in to) {
			if (addressing === undefined || isGroupJid(to.chat)) return to.chat;
			const account = this.server.directory.find(to.chat);
			return account?.jid(addressing === 'pn' ? 'pn' : 'lid') ?? to.chat;
		}
		return to.jid;
	}
}

/** An edit or a deletion goes the way the message went. */
const again = ({ to, hideOtherName }: Sent): SendOptions =>
	hideOtherName ? { addressing: 'lidOnly' } : isGroupJid(to) ? {} : { addressing: modeOf(to) };
