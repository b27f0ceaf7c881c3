import { createKit } from '../../../runtime/create-kit';
import type { SendReceipt, Session } from '../../../sessions/session';
import { shiftedClock } from '../../fixtures/shifted-clock';
import { say, serve } from '../../bench/processes/process-link';

/**
 * A kit on a store on disk that somebody kills. What it delivers counts as taken only when its parent has
 * said so: as an execution counts only when n8n has written it down.
 */
const account = {
	id: 'cred-crash',
	name: 'Shop',
	engine: 'web',
	credential: {
		limitsPreset: 'unlimited',
		limits: JSON.parse(process.env.CRASHING_KIT_LIMITS ?? '{}') as object,
	},
} as const;
const never = new AbortController().signal;
const quiet = (): void => undefined;
const logger = { debug: quiet, info: quiet, warn: quiet, error: (text: string) => say('logged', text) };
/** Envelope id → done with it. */
const unconfirmed = new Map<string, () => void>();
let session: Session | undefined;

const crashingKitHandlers = {
	async start() {
		const clock = shiftedClock(Number(process.env.CLOCK_AHEAD_MS ?? 0));
		const kit = createKit({ logger, clock }, process.env);
		session = (await kit.acquire(account)).session;
	},

	/** After `start`, so that a process that was linked can be told apart from one that has to be. */
	async link() {
		const { qr } = await opened().link({ waitMs: 0, signal: never });
		say('qr', qr);
		const { linked } = await opened().link({ waitMs: 20_000, signal: never });
		if (!linked) throw new Error('The kit was not linked');
	},

	async subscribe() {
		await opened().subscribe({
			id: 'workflow:node',
			durable: true,
			resume: true,
			deliver: async ({ id, event }) => {
				if (event.event !== 'message') return;
				await new Promise<void>((resolve) => {
					unconfirmed.set(id, resolve);
					say('delivered', { envelopeId: id, messageId: event.messageId, text: event.text });
				});
			},
		});
	},

	confirm(envelopeId: string) {
		unconfirmed.get(envelopeId)?.();
		unconfirmed.delete(envelopeId);
	},

	async send({
		key,
		recipient,
		text,
	}: {
		key: string;
		recipient: string;
		text: string;
	}): Promise<SendReceipt> {
		return await opened().send({ recipient, message: { kind: 'text', text }, idempotencyKey: key });
	},

	/** Resolves with the id of its job. */
	async queue({ key, recipient, text }: { key: string; recipient: string; text: string }) {
		const message = { kind: 'text', text };
		return (await opened().enqueue({ recipient, message, idempotencyKey: key })).jobId;
	},

	async jobState(jobId: string) {
		return (await opened().getJob(jobId)).state;
	},

	async status() {
		return await opened().status();
	},
};

export type CrashingKitHandlers = typeof crashingKitHandlers;

function opened(): Session {
	if (!session) throw new Error('start comes first');
	return session;
}

serve(crashingKitHandlers);
