import type { EngineEventEnvelope } from '../../engines/engine';
import type { MessageEvent } from '../../messages/incoming';
import type { SendMessageRequest } from '../../sessions/session';
import type { VerificationStore } from '../../verification/store';
import type { CallbackRequest } from '../../verification/link/callback';
import { LinkMatcher } from '../../verification/link/link-matcher';
import { LinkVerifications } from '../../verification/link/link-verifications';
import { parseVerificationPolicy } from '../../verification/verification-policy';
import { KeyRing } from '../../verification/verifier';
import { ManualClock } from '../fixtures/manual-clock';
import { recordingLogger } from '../fixtures/quiet-logger';
import { START } from './a-verification';

/** Links of one account over a real store; replies are kept instead of sent. The clock stands still. */
export class LinkWorld {
	readonly clock = new ManualClock(START);

	readonly logger = recordingLogger();

	readonly replies: SendMessageRequest[] = [];

	readonly links: LinkVerifications;

	readonly matcher: LinkMatcher;

	watched = 0;

	own: string | null = '+442079460100';

	/** What the next replies do instead of being taken. */
	readonly failures: unknown[] = [];

	/** What somebody's server was told, and what it answers; nothing more than that refuses. */
	readonly posts: CallbackRequest[] = [];

	readonly answers: number[] = [];

	#items = 0;

	constructor(
		readonly store: VerificationStore,
		secret = 'signed',
	) {
		const account = {
			id: 'account',
			name: 'Shop',
			policy: parseVerificationPolicy({ verification: { blockedCountries: 'DE', callbackSecret: secret } }),
			cooldownMs: 60_000,
			storageKey: undefined,
		};
		const ports = { store, clock: this.clock, logger: this.logger, keys: new KeyRing(store) };
		this.links = new LinkVerifications(account, {
			...ports,
			ownNumber: async () => await Promise.resolve(this.own),
			watch: () => (this.watched += 1),
		});
		this.matcher = new LinkMatcher(account, {
			...ports,
			post: async (request) => {
				this.posts.push(request);
				const answer = this.answers.shift();
				if (answer === undefined) throw new Error('no answer');
				return await Promise.resolve(answer);
			},
			send: async (request) => {
				if (this.failures.length > 0) throw this.failures.shift();
				this.replies.push(request);
				return await Promise.resolve();
			},
		});
	}

	async create(fields: object = {}) {
		this.#items += 1;
		return await this.links.create({ fields: { ...texts, ...fields }, requestKey: `item ${this.#items}` });
	}

	/** A message comes in. */
	async hear(text: string, from: Partial<MessageEvent['from']> = {}, more: Partial<MessageEvent> = {}) {
		const event: MessageEvent = {
			event: 'message',
			messageId: 'm',
			timestamp: START,
			chat: { id: '5511987654321@s.whatsapp.net', type: 'private' },
			from: { phone: '+5511987654321', lid: null, name: 'Ana', isMe: false, ...from },
			type: 'text',
			text,
			offline: false,
			...more,
		};
		const envelope: EngineEventEnvelope = { id: 'message:m', inboxSeq: 1, event, raw: null };
		await this.matcher.see(envelope);
	}

	get said(): unknown[] {
		return this.replies.map(({ message }) => (message as { text: string }).text);
	}
}

const texts = { responseMessage: 'Welcome', expirationMessage: 'Too late', failureMessage: 'Not you' };
