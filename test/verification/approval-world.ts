import type { EngineEventEnvelope } from '../../engines/engine';
import type { MessageEvent } from '../../messages/incoming';
import type { SendMessageRequest } from '../../sessions/session';
import { ApprovalMatcher } from '../../verification/approval/approval-matcher';
import { ApprovalVerifications } from '../../verification/approval/approval-verifications';
import type { VerificationStore } from '../../verification/store';
import { parseVerificationPolicy } from '../../verification/verification-policy';
import { KeyRing } from '../../verification/verifier';
import { ManualClock } from '../fixtures/manual-clock';
import { recordingLogger } from '../fixtures/quiet-logger';
import { MINUTE, START } from './a-verification';
import { receiptOf } from './sent-texts';

export const CHAT = '5511987654321@s.whatsapp.net';

const ANA = '+5511987654321';
const ID = /^verification:(.+):(approve|reject)$/;

/** Approvals of one account; requests and replies are kept instead of sent. The clock stands still. */
export class ApprovalWorld {
	readonly clock = new ManualClock(START);

	readonly logger = recordingLogger();

	/** The lists that were sent. */
	readonly requests: SendMessageRequest[] = [];

	/** What was said to those who answered. */
	readonly said: string[] = [];

	/** What the next requests do instead of being taken. */
	readonly failures: unknown[] = [];

	readonly approvals: ApprovalVerifications;

	readonly matcher: ApprovalMatcher;

	watched = 0;

	#items = 0;

	constructor(
		readonly store: VerificationStore,
		verification: object = {},
	) {
		const account = {
			id: 'account',
			name: 'Shop',
			policy: parseVerificationPolicy({ verification }),
			cooldownMs: MINUTE,
			storageKey: undefined,
		};
		const { clock, logger } = this;
		const ports = { store, clock, logger, keys: new KeyRing(store), send: this.#send.bind(this) };
		const random = { unit: () => 0, bytes: (length: number) => new Uint8Array(length) };
		this.approvals = new ApprovalVerifications(account, {
			...ports,
			random,
			watch: () => (this.watched += 1),
		});
		this.matcher = new ApprovalMatcher(account, ports);
	}

	async send(fields: object = {}, recipient = ANA) {
		this.#items += 1;
		return await this.approvals.send({ recipient, fields, requestKey: `item ${this.#items}` });
	}

	/** The ids of the rows of a request, to approve and to reject. */
	rowsOf(request: SendMessageRequest): readonly [approve: string, reject: string] {
		const { sections } = request.message as { sections: { rows: { id: string }[] }[] };
		const ids = sections[0]!.rows.map(({ id }) => id);
		expect(ids.map((id) => ID.exec(id)?.[2])).toEqual(['approve', 'reject']);
		return [ids[0]!, ids[1]!];
	}

	/** Somebody picks a row. */
	async pick(
		id: string,
		from: Partial<MessageEvent['from']> = {},
		chat: MessageEvent['chat'] = { id: CHAT, type: 'private' },
		more: Partial<MessageEvent> = {},
	): Promise<void> {
		const event: MessageEvent = {
			event: 'choice',
			messageId: 'm',
			timestamp: START,
			chat,
			from: { phone: ANA, lid: null, name: 'Ana', isMe: false, ...from },
			type: 'choice',
			text: '',
			choice: { id, title: 'Yes', index: 0, via: 'poll' },
			offline: false,
			...more,
		};
		const envelope: EngineEventEnvelope = {
			id: `choice:${(this.#items += 1)}`,
			inboxSeq: 1,
			event,
			raw: null,
		};
		await this.matcher.see(envelope);
	}

	async #send(request: SendMessageRequest) {
		if (this.failures.length > 0) throw this.failures.shift();
		const { kind, text } = request.message as { kind: string; text: string };
		if (kind === 'text') this.said.push(text);
		else this.requests.push(request);
		return await Promise.resolve(receiptOf(request, this.clock.now()));
	}
}
