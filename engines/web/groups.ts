import type { GroupMetadata, GroupParticipant as LibraryParticipant } from '@whiskeysockets/baileys';
import type { GroupParticipant, GroupSummary } from '../engine';
import { bareJid, isLid, isPhoneJid, phoneOfJid } from './jid';

/** One group with everybody in it. */
export function readGroup(group: GroupMetadata): {
	readonly group: GroupSummary;
	readonly participants: readonly GroupParticipant[];
} {
	return { group: groupSummary(group), participants: group.participants.map(groupParticipant) };
}

export function groupSummary(group: GroupMetadata): GroupSummary {
	return {
		id: group.id,
		subject: group.subject ?? '',
		description: group.desc || null,
		owner: phoneOfJid(group.ownerPn) ?? phoneOfJid(group.owner) ?? (bareJid(group.owner) || null),
		createdAt: group.creation && group.creation > 0 ? group.creation * 1_000 : null,
		size: group.size ?? group.participants.length,
		announceOnly: group.announce === true,
	};
}

/** Groups address people by number or by LID; the other address comes along only sometimes. */
export function groupParticipant(participant: LibraryParticipant): GroupParticipant {
	const addresses = [participant.id, participant.phoneNumber, participant.lid].map(bareJid);
	return {
		id: bareJid(participant.id),
		phone: phoneOfJid(addresses.find(isPhoneJid)),
		lid: addresses.find(isLid) ?? null,
		admin:
			participant.admin === 'admin' || participant.admin === 'superadmin' || participant.isAdmin === true,
		superAdmin: participant.admin === 'superadmin' || participant.isSuperAdmin === true,
	};
}
