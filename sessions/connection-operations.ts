import type { Connection, ResolvedChat } from '../engines/engine';
import { isKitError, KitError } from '../messages/kit-error';
import { parseRecipient } from '../messages/parse-recipient';
import { orAborted } from './abort';
import type { OwnedConnection } from './owned-connection';
import type { RecipientInput, Session } from './session';

/** What a session does with nothing but its connection: looking things up and small signs to others. */
export abstract class ConnectionOperations {
	/** The connection, opened when needed. */
	protected abstract opened(signal: AbortSignal): Promise<OwnedConnection>;

	async resolve(recipient: RecipientInput, signal: AbortSignal): Promise<ResolvedChat> {
		const parsed = parseRecipient(recipient.recipient, { defaultCountry: recipient.defaultCountry });
		return await this.#with(
			signal,
			'Looking up the number',
			async (connection) => await connection.resolve(parsed, signal),
		);
	}

	async checkNumber(
		recipient: RecipientInput,
		signal: AbortSignal,
	): Promise<{ exists: boolean } & Partial<ResolvedChat>> {
		const parsed = parseRecipient(recipient.recipient, { defaultCountry: recipient.defaultCountry });
		const find = async (connection: Connection): Promise<ResolvedChat> =>
			await (connection.find ?? connection.resolve).call(connection, parsed, signal);
		try {
			return { exists: true, ...(await this.#with(signal, 'Looking up the number', find)) };
		} catch (error) {
			if (isKitError(error) && error.code === 'notOnWhatsApp') return { exists: false };
			throw error;
		}
	}

	async markRead({
		recipient,
		messageIds,
		participant,
		signal,
	}: Parameters<Session['markRead']>[0]): Promise<void> {
		const { chatId } = await this.resolve(recipient, signal);
		const messages = messageIds.map((messageId) => ({ chatId, messageId, participant }));
		await this.#with(
			signal,
			'Marking as read',
			async (connection) => await connection.markRead(messages, signal),
		);
	}

	async setTyping({ recipient, typing, signal }: Parameters<Session['setTyping']>[0]): Promise<void> {
		const chat = await this.resolve(recipient, signal);
		await this.#with(
			signal,
			'Showing the typing sign',
			async (connection) => await connection.setTyping(chat, typing, signal),
		);
	}

	async downloadMedia({
		reference,
		maxBytes,
		signal,
	}: Parameters<Session['downloadMedia']>[0]): ReturnType<Session['downloadMedia']> {
		return await this.#with(
			signal,
			'Downloading the file',
			async (connection) => await connection.downloadMedia(reference, { maxBytes, signal }),
		);
	}

	async ingest({ body, hearer, signal }: Parameters<Session['ingest']>[0]): ReturnType<Session['ingest']> {
		return await this.#with(signal, 'Taking what was delivered', async (connection) => {
			if (connection.ingest) return await connection.ingest(body, hearer);
			throw new KitError({
				code: 'notSupported',
				what: 'The events of this account come by themselves; nothing is delivered to it.',
				next: 'Use the node WhatsApp Kit Trigger.',
			});
		});
	}

	async forgetHearing({
		ids,
		hearer,
		signal,
	}: Parameters<Session['forgetHearing']>[0]): ReturnType<Session['forgetHearing']> {
		await this.#with(
			signal,
			'Giving a delivery back',
			async (connection) => await connection.forgetHearing?.(ids, hearer),
		);
	}

	async profilePicture(recipient: RecipientInput, signal: AbortSignal): Promise<string | null> {
		const chat = await this.resolve(recipient, signal);
		return await this.#with(
			signal,
			'Reading the picture',
			async (connection) => await connection.profilePicture(chat, signal),
		);
	}

	async listGroups(signal: AbortSignal): ReturnType<Session['listGroups']> {
		return await this.#with(
			signal,
			'Listing the groups',
			async (connection) => await connection.listGroups(signal),
		);
	}

	async getGroup(groupId: string, signal: AbortSignal): ReturnType<Session['getGroup']> {
		return await this.#with(
			signal,
			'Reading the group',
			async (connection) => await connection.getGroup(groupId, signal),
		);
	}

	async #with<T>(
		signal: AbortSignal,
		what: string,
		work: (connection: Connection) => Promise<T>,
	): Promise<T> {
		const { connection } = await this.opened(signal);
		return await orAborted(work(connection), signal, what);
	}
}
