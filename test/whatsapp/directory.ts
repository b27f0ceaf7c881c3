import type { Phone } from './phone';
import type { LinkedDevice } from './linked-device';
import type { AddressingMode } from './jids';
import { parseJid, userJid } from './jids';
import type { KeyBundle } from './key-bundle';

/** One WhatsApp number: its phone (device 0) and the devices linked to it. */
export class Account {
	readonly digits: string;
	readonly lid: string;
	readonly phone: Phone;
	readonly devices = new Map<number, LinkedDevice>();
	/** Device numbers are never given twice, so that a removed device cannot come back under another key. */
	nextDevice = 1;

	constructor(digits: string, lid: string, phone: Phone) {
		this.digits = digits;
		this.lid = lid;
		this.phone = phone;
	}

	jid(mode: AddressingMode, device = 0): string {
		return userJid(mode === 'lid' ? this.lid : this.digits, mode, device);
	}

	/** Every device number in use, the phone first. */
	deviceNumbers(): number[] {
		return [0, ...this.devices.keys()];
	}
}

/** A device of an account: the sender or the target of a stanza. */
export interface DeviceAddress {
	readonly account: Account;
	readonly device: number;
}

/** Who is on WhatsApp, under which number and which LID. */
export class Directory {
	readonly #byDigits = new Map<string, Account>();
	readonly #byLid = new Map<string, Account>();
	readonly #aliases = new Map<string, string>();

	get accounts(): Account[] {
		return [...this.#byDigits.values()];
	}

	add(account: Account): void {
		if (this.#byDigits.has(account.digits)) throw new Error(`+${account.digits} is on WhatsApp already`);
		this.#byDigits.set(account.digits, account);
		this.#byLid.set(account.lid, account);
	}

	/** A form people write that WhatsApp answers with another, canonical one (Brazil, Mexico, Argentina). */
	alias(asked: string, canonical: string): void {
		this.#aliases.set(asked, canonical);
	}

	byDigits(digits: string): Account | undefined {
		return this.#byDigits.get(digits);
	}

	/** The account a person means who types this number. */
	lookUp(asked: string): Account | undefined {
		return this.#byDigits.get(this.#aliases.get(asked) ?? asked);
	}

	find(jid: string): Account | undefined {
		const { user, server } = parseJid(jid);
		return server === 'lid' ? this.#byLid.get(user) : this.#byDigits.get(user);
	}

	/** The device behind a JID, when account and device exist. */
	device(jid: string): DeviceAddress | undefined {
		const account = this.find(jid);
		const { device } = parseJid(jid);
		if (!account || (device !== 0 && !account.devices.has(device))) return undefined;
		return { account, device };
	}

	/** What others need to begin a Signal session with a device; takes one of its one-time prekeys. */
	takeBundle({ account, device }: DeviceAddress): KeyBundle | undefined {
		return device === 0 ? account.phone.signal.issueBundle() : account.devices.get(device)?.keys.takeBundle();
	}
}
