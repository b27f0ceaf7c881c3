import type { IncomingEvent } from '../../messages/incoming';
import type { KitError } from '../../messages/kit-error';
import type { Recipient } from '../../messages/recipient';
import type {
	Connection,
	DownloadedMedia,
	EngineAccount,
	EngineCapabilities,
	EngineId,
	EnginePorts,
	ResolvedChat,
	SendOutcome,
	SendRequest,
	Webhooks,
} from '../engine';
import type { Managed } from '../managed';
import type { Records } from '../records';
import type { Templates } from '../templates';
import type { GatewayHttp, GatewayHttpOptions } from './gateway-http';

/** What one gateway brings along; everything all gateways share is in this folder. */
export interface Gateway<Options> {
	readonly id: Exclude<EngineId, 'web'>;
	/** What a person reads: "Wawp". */
	readonly title: string;
	readonly capabilities: EngineCapabilities;
	/** Where its API is and how a request proves who sends it. */
	http(options: Options): GatewayHttpOptions;
	client(parts: GatewayParts<Options>): GatewayClient;
	/** Where its API takes the addresses it delivers to. */
	webhooks?(parts: Pick<GatewayParts<Options>, 'account' | 'http' | 'ports'>): Webhooks;
	/** Where what happened has to be asked for. */
	records?(parts: Pick<GatewayParts<Options>, 'http' | 'ports'>): Records;
	/** Where messages are approved beforehand. */
	templates?(parts: Pick<GatewayParts<Options>, 'http' | 'ports'>): Templates;
	/** Where it keeps verifications itself. */
	managed?(parts: Pick<GatewayParts<Options>, 'account' | 'http' | 'ports'>): Managed;
}

export interface GatewayParts<Options> {
	readonly account: EngineAccount<Options>;
	readonly http: GatewayHttp;
	readonly ports: Omit<EnginePorts, 'store'>;
	/** An offer this account made, by the gateway's own message id or as the newest one of a chat. */
	readonly offers: Pick<EnginePorts['store'], 'findSent' | 'findLastOffer'>;
}

/** One account at one gateway. Methods reject with KitError only, and make one request each. */
export interface GatewayClient {
	/** Asks whether the account works. Never throws. */
	check(signal: AbortSignal): Promise<GatewayCheck>;
	/** One attempt. Says `sent` only when the gateway took the message. */
	send(request: SendRequest): Promise<SendOutcome>;
	/** Default: the first form of a number, without asking anybody. */
	resolve?(recipient: Recipient, signal: AbortSignal): Promise<ResolvedChat>;
	/** Asks whether the number is on WhatsApp. Throws `notOnWhatsApp`. Absent: the gateway cannot tell. */
	find?(recipient: Recipient, signal: AbortSignal): Promise<ResolvedChat>;
	/** What a webhook body or a polled record says; empty for what is no event of ours. Throws nothing. */
	read?(body: unknown, context: ReadingContext): Promise<readonly GatewayEvent[]>;
	downloadMedia?(
		reference: string,
		options: { readonly maxBytes: number; readonly signal: AbortSignal },
	): Promise<DownloadedMedia>;
	markRead?(messages: Parameters<Connection['markRead']>[0], signal: AbortSignal): Promise<void>;
	setTyping?(
		chat: ResolvedChat,
		typing: 'composing' | 'recording' | 'paused',
		signal: AbortSignal,
	): Promise<void>;
	profilePicture?(chat: ResolvedChat, signal: AbortSignal): Promise<string | null>;
}

export type GatewayCheck =
	| { readonly kind: 'open'; readonly phone: string | null; readonly name: string | null }
	/** It works as far as is known; `warning` says what could not be found out. */
	| { readonly kind: 'unsure'; readonly warning: string }
	/** No phone is linked at the gateway. */
	| { readonly kind: 'needsLink'; readonly reason: string }
	/** Wrong token, ended plan: a person has to act. */
	| { readonly kind: 'stopped'; readonly error: KitError }
	/** The gateway cannot be reached, or is not ready; it is asked again. */
	| { readonly kind: 'away'; readonly reason: string };

export interface ReadingContext {
	/** Epoch ms at which it came. */
	readonly receivedAt: number;
}

/** One thing a gateway told. */
export interface GatewayEvent {
	/** Same id, same event: deliveries that are repeated carry it again. Unique within the account. */
	readonly id: string;
	/** Null for what has no place in the message model; triggers of the gateway pass it through. */
	readonly event: IncomingEvent | null;
}
