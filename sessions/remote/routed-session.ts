import { isKitError } from '../../messages/kit-error';
import type { Unsubscribe } from '../../messages/ports';
import type { ManagedSession } from '../managed-session';
import type { ChatChange } from '../manners/chat-changes';
import type { RecipientInput, SendMessageRequest, SendReceipt, Session, Subscriber } from '../session';
import { remoteMethods, type AnyMethod, type ArgsOf, type MethodName, type ResultOf } from './methods';
import type { RemoteCaller } from './remote-caller';

const never = new AbortController().signal;

/** An account that may be held by another process: everything happens where its connection is. */
export class RoutedSession implements Session {
	readonly #local: ManagedSession;

	readonly #caller: RemoteCaller;

	constructor(local: ManagedSession, caller: RemoteCaller) {
		this.#local = local;
		this.#caller = caller;
	}

	get accountId(): string {
		return this.#local.accountId;
	}

	/** Opens nothing. What only the owner knows is left out when it does not answer soon. */
	async status(): ReturnType<Session['status']> {
		const known = await this.#local.status();
		if (this.#local.isOwner || known.owner === null) return known;
		const told = await this.#caller.call('status', {}, never).catch(() => known);
		// "This process" is another one seen from here.
		return { ...told, owner: known.owner };
	}

	/** Everybody has the credential, and the books are in the store. */
	async limits(): ReturnType<Session['limits']> {
		return await this.#local.limits();
	}

	async send({ signal = never, ...request }: SendMessageRequest): Promise<SendReceipt> {
		return await this.#route('send', request, signal);
	}

	/** What is queued lies in the store, and this process has all it takes to check it. */
	async enqueue(request: Parameters<Session['enqueue']>[0]): ReturnType<Session['enqueue']> {
		return await this.#local.enqueue(request);
	}

	async getJob(jobId: string): ReturnType<Session['getJob']> {
		return await this.#local.getJob(jobId);
	}

	async cancelJob(jobId: string): ReturnType<Session['cancelJob']> {
		return await this.#local.cancelJob(jobId);
	}

	async link({ signal, ...request }: Parameters<Session['link']>[0]): ReturnType<Session['link']> {
		return await this.#route('link', request, signal);
	}

	async logout(signal: AbortSignal): Promise<void> {
		await this.#route('logout', {}, signal);
	}

	async resolve(recipient: RecipientInput, signal: AbortSignal): ReturnType<Session['resolve']> {
		return await this.#route('resolve', recipient, signal);
	}

	async checkNumber(recipient: RecipientInput, signal: AbortSignal): ReturnType<Session['checkNumber']> {
		return await this.#route('checkNumber', recipient, signal);
	}

	async markRead({ signal, ...request }: Parameters<Session['markRead']>[0]): Promise<void> {
		await this.#route('markRead', { ...request, messageIds: [...request.messageIds] }, signal);
	}

	async setTyping({ signal, ...request }: Parameters<Session['setTyping']>[0]): Promise<void> {
		await this.#route('setTyping', request, signal);
	}

	async downloadMedia({
		signal,
		...request
	}: Parameters<Session['downloadMedia']>[0]): ReturnType<Session['downloadMedia']> {
		return await this.#route('downloadMedia', request, signal);
	}

	async recentMessages({
		signal,
		...request
	}: Parameters<Session['recentMessages']>[0]): ReturnType<Session['recentMessages']> {
		return await this.#route('recentMessages', request, signal);
	}

	async getOptOut(recipient: RecipientInput, signal: AbortSignal): ReturnType<Session['getOptOut']> {
		return await this.#route('getOptOut', recipient, signal);
	}

	async setOptOut({
		signal,
		...request
	}: Parameters<Session['setOptOut']>[0]): ReturnType<Session['setOptOut']> {
		return await this.#route('setOptOut', request, signal);
	}

	async profilePicture(recipient: RecipientInput, signal: AbortSignal): Promise<string | null> {
		return await this.#route('profilePicture', recipient, signal);
	}

	async listGroups(signal: AbortSignal): ReturnType<Session['listGroups']> {
		return await this.#route('listGroups', {}, signal);
	}

	async getGroup(groupId: string, signal: AbortSignal): ReturnType<Session['getGroup']> {
		return await this.#route('getGroup', { groupId }, signal);
	}

	async changeChat(change: ChatChange, signal: AbortSignal): Promise<boolean> {
		return await this.#route('changeChat', { change }, signal);
	}

	async ingest({ signal, ...request }: Parameters<Session['ingest']>[0]): ReturnType<Session['ingest']> {
		return await this.#route('ingest', request, signal);
	}

	async forgetHearing({
		signal,
		ids,
		hearer,
	}: Parameters<Session['forgetHearing']>[0]): ReturnType<Session['forgetHearing']> {
		await this.#route('forgetHearing', { ids: [...ids], hearer }, signal);
	}

	/** The events reach every process that listens, wherever the connection is. */
	async subscribe(subscriber: Subscriber): Promise<Unsubscribe> {
		return await this.#local.subscribe(subscriber);
	}

	async #route<Name extends MethodName>(
		name: Name,
		args: ArgsOf<Name>,
		signal: AbortSignal,
	): Promise<ResultOf<Name>> {
		if (this.#local.isOwner || (await this.#caller.owner()) === null) {
			try {
				return await this.#here(name, args, signal);
			} catch (error) {
				// Another process was faster, or took over while this one slept: it finishes what was begun here.
				if (!isKitError(error) || error.code !== 'ownedElsewhere') throw error;
			}
		}
		return await this.#caller.call(name, args, signal);
	}

	async #here<Name extends MethodName>(
		name: Name,
		args: ArgsOf<Name>,
		signal: AbortSignal,
	): Promise<ResultOf<Name>> {
		const method = remoteMethods[name] as AnyMethod;
		return (await method.run(this.#local, args, signal)) as ResultOf<Name>;
	}
}
