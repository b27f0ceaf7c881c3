import { z } from 'zod';
import { chatChange, type ChatChange } from '../manners/chat-changes';
import type { IngestedEvent } from '../../engines/engine';
import type { Session } from '../session';
import type { PendingEvent } from '../subscriptions';
import { writeEnvelope } from './notices';

/**
 * What one process may ask of the owner of an account. A method of `Session` that has no entry here cannot be
 * called from a worker: `RoutedSession` does not compile without it.
 */
export interface RemoteMethod<Args, Result> {
	readonly args: z.ZodType<Args>;
	readonly result: z.ZodType<Result>;
	run(session: OwnerSession, args: Args, signal: AbortSignal): Promise<Result>;
	/** "Sending the message", for errors. */
	readonly what: string;
	/** Longest time the caller waits, ms; its own signal may end it before. */
	limitMs(args: Args): number;
}

/** What only other processes ask of a session. */
export interface OwnerSession extends Session {
	/** What is pending for a subscriber of another process, readable only with the connection. */
	pendingEvents(request: {
		subscriberId: string;
		afterSeq: number;
		signal: AbortSignal;
	}): Promise<readonly PendingEvent[]>;
	/** Only the owner writes; see `ChatChange`. */
	changeChat(change: ChatChange, signal: AbortSignal): Promise<boolean>;
}

const LIMIT_MS = 120_000;

const recipient = { recipient: z.string().max(1_000), defaultCountry: z.string().max(10).optional() };
const nullableText = z.string().nullable();
const chat = z.looseObject({ chatId: z.string(), phone: nullableText, lid: nullableText });
/** An answer of our own kind: its outline is checked, its fields are the other side's. */
const outline = <Type>(fields: z.ZodRawShape) => z.looseObject(fields) as unknown as z.ZodType<Type>;

type Answer<Name extends keyof Session> = Session[Name] extends (...args: never[]) => infer Result
	? Awaited<Result>
	: never;

const optOut = outline<Answer<'getOptOut'>>({ chatId: z.string(), optedOut: z.boolean() });
const group = outline<Answer<'listGroups'>[number]>({ id: z.string(), subject: z.string() });
const state = outline<Answer<'link'>['state']>({ kind: z.string() });

function method<Args, Result>(
	entry: Omit<RemoteMethod<Args, Result>, 'limitMs'> & Partial<RemoteMethod<Args, Result>>,
): RemoteMethod<Args, Result> {
	return { limitMs: () => LIMIT_MS, ...entry };
}

export const remoteMethods = {
	status: method({
		what: 'Asking for the status',
		args: z.object({}),
		result: outline<Answer<'status'>>({ state: z.string(), text: z.string(), warnings: z.array(z.string()) }),
		run: async (session) => await session.status(),
		limitMs: () => 3_000,
	}),
	send: method({
		what: 'Sending the message',
		// The message itself is checked on the way out, as everywhere.
		args: z.looseObject({
			...recipient,
			message: z.unknown(),
			idempotencyKey: z.string().min(1).max(1_000),
			timeoutMs: z.number().optional(),
			purpose: z.enum(['message', 'verification']).optional(),
			secret: z.boolean().optional(),
			whenLimited: z.enum(['wait', 'fail']).optional(),
			maxWaitMs: z.number().optional(),
			waitFor: z.enum(['sent', 'delivered', 'read']).optional(),
			waitForMs: z.number().optional(),
		}),
		result: outline<Answer<'send'>>({ chatId: z.string(), outcome: z.string() }),
		run: async (session, args, signal) => await session.send({ ...args, signal }),
		// A moment more than the owner has, so that its own words arrive.
		// Finding the chat and sending have the time limit each when the limits held the message back in between.
		limitMs: ({
			timeoutMs = 60_000,
			whenLimited,
			maxWaitMs = 60_000,
			waitFor = 'sent',
			waitForMs = 30_000,
		}) =>
			(whenLimited === 'fail' ? timeoutMs : 2 * timeoutMs + maxWaitMs) +
			(waitFor === 'sent' ? 0 : waitForMs) +
			1_000,
	}),
	ingest: method({
		what: 'Taking what was delivered',
		args: z.object({ body: z.unknown(), hearer: z.string().max(1_000).optional() }),
		result: z.array(outline<IngestedEvent>({ id: z.string(), fresh: z.boolean() })),
		run: async (session, args, signal) => [...(await session.ingest({ ...args, signal }))],
	}),
	forgetHearing: method({
		what: 'Giving a delivery back',
		args: z.object({ ids: z.array(z.string().max(2_000)).max(500), hearer: z.string().max(1_000) }),
		result: z.unknown().transform(() => undefined),
		run: async (session, args, signal) => await session.forgetHearing({ ...args, signal }),
	}),
	link: method({
		what: 'Linking',
		args: z.object({ phone: z.string().max(100).optional(), waitMs: z.number() }),
		result: outline<Answer<'link'>>({ linked: z.boolean(), state, next: z.string() }),
		run: async (session, args, signal) => await session.link({ ...args, signal }),
		limitMs: ({ waitMs }) => waitMs + LIMIT_MS,
	}),
	logout: method({
		what: 'Logging out',
		args: z.object({}),
		result: z.unknown().transform(() => undefined),
		run: async (session, _args, signal) => await session.logout(signal),
	}),
	resolve: method({
		what: 'Looking up the number',
		args: z.object(recipient),
		result: chat,
		run: async (session, args, signal) => await session.resolve(args, signal),
	}),
	checkNumber: method({
		what: 'Looking up the number',
		args: z.object(recipient),
		result: outline<Answer<'checkNumber'>>({ exists: z.boolean() }),
		run: async (session, args, signal) => await session.checkNumber(args, signal),
	}),
	markRead: method({
		what: 'Marking as read',
		args: z.object({
			recipient: z.object(recipient),
			messageIds: z.array(z.string().max(200)).max(10_000),
			participant: z.string().max(200).optional(),
		}),
		result: z.unknown().transform(() => undefined),
		run: async (session, args, signal) => await session.markRead({ ...args, signal }),
	}),
	setTyping: method({
		what: 'Showing the typing sign',
		args: z.object({
			recipient: z.object(recipient),
			typing: z.enum(['composing', 'recording', 'paused']),
		}),
		result: z.unknown().transform(() => undefined),
		run: async (session, args, signal) => await session.setTyping({ ...args, signal }),
	}),
	downloadMedia: method({
		what: 'Downloading the file',
		args: z.object({ reference: z.string().max(100_000), maxBytes: z.number() }),
		result: outline<Answer<'downloadMedia'>>({
			data: z.custom((value) => ArrayBuffer.isView(value)),
			mimeType: z.string(),
			fileName: nullableText,
		}),
		run: async (session, args, signal) => await session.downloadMedia({ ...args, signal }),
		limitMs: () => 600_000,
	}),
	recentMessages: method({
		what: 'Reading recent messages',
		args: z.object({ recipient: z.object(recipient).optional(), limit: z.number() }),
		result: z.array(outline<Answer<'recentMessages'>[number]>({ event: z.string(), messageId: z.string() })),
		run: async (session, args, signal) => [...(await session.recentMessages({ ...args, signal }))],
	}),
	getOptOut: method({
		what: 'Reading the opt-out',
		args: z.object(recipient),
		result: optOut,
		run: async (session, args, signal) => await session.getOptOut(args, signal),
	}),
	setOptOut: method({
		what: 'Setting the opt-out',
		args: z.object({ recipient: z.object(recipient), optedOut: z.boolean() }),
		result: optOut,
		run: async (session, args, signal) => await session.setOptOut({ ...args, signal }),
	}),
	profilePicture: method({
		what: 'Reading the picture',
		args: z.object(recipient),
		result: nullableText,
		run: async (session, args, signal) => await session.profilePicture(args, signal),
	}),
	listGroups: method({
		what: 'Listing the groups',
		args: z.object({}),
		result: z.array(group),
		run: async (session, _args, signal) => [...(await session.listGroups(signal))],
	}),
	pendingEvents: method({
		what: 'Reading what is pending',
		args: z.object({ subscriberId: z.string().max(1_000), afterSeq: z.number(), raw: z.boolean() }),
		result: z.array(z.object({ seq: z.number(), envelope: z.unknown() })),
		async run(session, { raw, ...request }, signal) {
			const events = await session.pendingEvents({ ...request, signal });
			return events.map(({ seq, envelope }) => ({ seq, envelope: envelope && writeEnvelope(envelope, raw) }));
		},
		// Deliveries wait behind it, and it is asked again soon.
		limitMs: () => 5_000,
	}),
	changeChat: method({
		what: 'Noting something about a chat',
		args: z.object({ change: chatChange }),
		result: z.boolean(),
		run: async (session, { change }, signal) => await session.changeChat(change, signal),
	}),
	getGroup: method({
		what: 'Reading the group',
		args: z.object({ groupId: z.string().max(200) }),
		result: outline<Answer<'getGroup'>>({ group, participants: z.array(z.unknown()) }),
		run: async (session, { groupId }, signal) => await session.getGroup(groupId, signal),
	}),
};

export type RemoteMethods = typeof remoteMethods;
export type MethodName = keyof RemoteMethods;
export type ArgsOf<Name extends MethodName> = z.output<RemoteMethods[Name]['args']>;
export type ResultOf<Name extends MethodName> = z.output<RemoteMethods[Name]['result']>;

/** As one type, for code that does not care which method it is. */
export type AnyMethod = RemoteMethod<unknown, unknown>;

export function findMethod(name: string): AnyMethod | undefined {
	return Object.hasOwn(remoteMethods, name) ? (remoteMethods[name as MethodName] as AnyMethod) : undefined;
}
