import { node } from './binary-node';
import type { BinaryNode } from './binary-node';
import type { Account } from './directory';
import type { AddressingMode } from './jids';
import { hexId, unixSeconds } from './ports';
import { deliver } from './relay';
import type { LoopbackWhatsApp } from './server';

export type GroupRole = 'member' | 'admin' | 'superadmin';

export interface GroupOptions {
	readonly subject: string;
	/** The first one is the owner. */
	readonly participants: readonly { readonly account: Account }[];
	/** @default 'lid', as new groups are */
	readonly addressing?: AddressingMode;
}

/** A group chat: who is in it, and under which names its members see each other. */
export class Group {
	readonly jid: string;
	readonly addressing: AddressingMode;
	/** Epoch seconds. */
	readonly creation: string;
	readonly owner: Account;
	readonly members = new Map<Account, GroupRole>();
	subject: string;
	description: { readonly id: string; readonly body: string } | undefined;
	/** Only admins may write. */
	announcement = false;
	/** Only admins may change the group. */
	locked = false;
	/** Seconds after which messages vanish; 0 for never. */
	ephemeralSeconds = 0;
	inviteCode: string;

	constructor(jid: string, options: GroupOptions, creation: string, inviteCode: string) {
		const [owner] = options.participants;
		if (!owner) throw new Error('A group needs an owner');
		this.jid = jid;
		this.subject = options.subject;
		this.addressing = options.addressing ?? 'lid';
		this.creation = creation;
		this.inviteCode = inviteCode;
		this.owner = owner.account;
		for (const { account } of options.participants) this.members.set(account, 'member');
		this.members.set(owner.account, 'superadmin');
	}

	memberAccounts(): Account[] {
		return [...this.members.keys()];
	}

	participantNode(account: Account): BinaryNode {
		const role = this.members.get(account);
		const other =
			this.addressing === 'lid' ? { phone_number: account.jid('pn') } : { lid: account.jid('lid') };
		return node('participant', {
			jid: account.jid(this.addressing),
			...(account.phone.hidesNumber ? {} : other),
			type: role === 'member' ? undefined : role,
		});
	}

	/** `<group …>` as metadata queries are answered. */
	toNode(): BinaryNode {
		const creator = this.owner.jid(this.addressing);
		const attrs = {
			id: this.jid.split('@')[0],
			addressing_mode: this.addressing,
			subject: this.subject,
			s_t: this.creation,
			s_o: creator,
			creation: this.creation,
			creator,
			creator_pn: this.owner.jid('pn'),
			size: this.members.size.toString(),
		};
		const description = this.description && [
			node('description', { id: this.description.id, t: this.creation, participant: creator }, [
				node('body', {}, Buffer.from(this.description.body)),
			]),
		];
		return node('group', attrs, [
			...this.memberAccounts().map((account) => this.participantNode(account)),
			...(description ?? []),
			...(this.announcement ? [node('announcement')] : []),
			...(this.locked ? [node('locked')] : []),
			...(this.ephemeralSeconds ? [node('ephemeral', { expiration: this.ephemeralSeconds.toString() })] : []),
		]);
	}
}

/** All groups of a server, and the notifications their changes cause. */
export class Groups {
	readonly #server: LoopbackWhatsApp;
	readonly #byJid = new Map<string, Group>();

	constructor(server: LoopbackWhatsApp) {
		this.#server = server;
	}

	get all(): Group[] {
		return [...this.#byJid.values()];
	}

	find(jid: string): Group | undefined {
		return this.#byJid.get(jid);
	}

	require(jid: string): Group {
		const group = this.find(jid);
		if (!group) throw new Error(`There is no group ${jid}`);
		return group;
	}

	/** A group from an earlier run; nobody is told. */
	restore(group: Group): void {
		this.#byJid.set(group.jid, group);
	}

	create(options: GroupOptions, author?: Account): Group {
		const { random, clock } = this.#server;
		const digits = BigInt(`0x${hexId(random, 7)}`)
			.toString()
			.padStart(17, '0');
		const jid = `1203${digits.slice(-14)}@g.us`;
		const group = new Group(jid, options, unixSeconds(clock), hexId(random, 11));
		this.#byJid.set(jid, group);
		this.notify(group, author ?? group.owner, node('create', { type: 'new' }, [group.toNode()]));
		return group;
	}

	add(group: Group, accounts: readonly Account[], author: Account): void {
		const added = accounts.filter((account) => !group.members.has(account));
		for (const account of added) group.members.set(account, 'member');
		this.#participantsChanged(group, 'add', added, author);
	}

	/** Members that stay write with new keys, so that those who left cannot read on. */
	remove(group: Group, accounts: readonly Account[], author: Account): void {
		const removed = accounts.filter((account) => group.members.has(account));
		this.#participantsChanged(group, 'remove', removed, author);
		for (const account of removed) group.members.delete(account);
		for (const account of group.memberAccounts()) account.phone.changeSenderKey(group.jid);
	}

	setRole(group: Group, accounts: readonly Account[], role: GroupRole, author: Account): void {
		for (const account of accounts) group.members.set(account, role);
		this.#participantsChanged(group, role === 'member' ? 'demote' : 'promote', accounts, author);
	}

	setSubject(group: Group, subject: string, author: Account): void {
		group.subject = subject;
		const t = unixSeconds(this.#server.clock);
		this.notify(group, author, node('subject', { subject, s_t: t, s_o: author.jid(group.addressing) }));
	}

	/** `<notification type="w:gp2">` to every member but the device that caused it. */
	notify(group: Group, author: Account, change: BinaryNode): void {
		const other =
			group.addressing === 'lid'
				? { participant_pn: author.jid('pn') }
				: { participant_lid: author.jid('lid') };
		const { clock, random } = this.#server;
		const notification = node(
			'notification',
			{
				from: group.jid,
				type: 'w:gp2',
				id: hexId(random, 8),
				participant: author.jid(group.addressing),
				...(author.phone.hidesNumber ? {} : other),
				addressing_mode: group.addressing,
				t: unixSeconds(clock),
				notify: author.phone.name,
			},
			[change],
		);
		for (const account of group.memberAccounts()) {
			for (const device of account.deviceNumbers()) deliver(this.#server, { account, device }, notification);
		}
	}

	#participantsChanged(group: Group, tag: string, accounts: readonly Account[], author: Account): void {
		if (accounts.length === 0) return;
		this.notify(
			group,
			author,
			node(
				tag,
				{},
				accounts.map((account) => group.participantNode(account)),
			),
		);
	}
}
