import type { SimulatedAnswer } from '../simulated-gateway';

type Fields = Readonly<Record<string, unknown>>;
type Handler = (fields: Fields) => SimulatedAnswer;

interface LiveCode {
	readonly code: string;
	tries: number;
}

interface AuthList {
	readonly id: string;
	readonly sentAt: number;
	answer: 'approved' | 'rejected' | null;
}

const LANGUAGES = 'en ar fr es pt de it tr id hi ru ja ko zh nl pl vi th ms fa ur bn el ro sv uk'.split(' ');

const RECIPIENT_PAUSE_MS = 60_000;
const MOST_TRIES = 5;
const LOCK_MS = 15 * 60_000;
const LIST_LIFE_MS = 15 * 60_000;
const POLL_MS = 2_000;

/**
 * Wawp's own codes and auth lists, as its documents describe them. Where they leave an answer open, one of the forms
 * is chosen that clients have to expect, and another can be put in its place.
 */
export class SimulatedVerifications {
	/** What a right code is answered with: documented nowhere. */
	rightAnswer: SimulatedAnswer = {
		status: 200,
		body: { code: 'success', message: 'OTP verified.', verified: true },
	};

	/** What a wrong code is answered with: documented nowhere. */
	wrongAnswer: SimulatedAnswer = {
		status: 400,
		body: { code: 'invalid_otp', message: 'The code is not right.' },
	};

	/** Everything that left, in the words of the request. */
	readonly sent: { readonly path: string; readonly fields: Fields }[] = [];

	/** Contact lists that verified people were put on. */
	readonly listed: { readonly chatId: string; readonly listId: unknown }[] = [];

	/** When each list was asked about, epoch ms. */
	readonly polls: number[] = [];

	readonly #now: () => number;

	readonly #codes = new Map<string, LiveCode>();

	readonly #lockedUntil = new Map<string, number>();

	readonly #sentAt = new Map<string, number>();

	readonly #lists = new Map<string, AuthList>();

	#count = 0;

	constructor(now: () => number) {
		this.#now = now;
	}

	/** The code as the phone shows it. */
	codeOf(digits: string): string | undefined {
		return this.#codes.get(digits)?.code;
	}

	/** The person picks a row; too late changes nothing, as on a phone. */
	tap(authId: string, row: 'approve' | 'reject'): void {
		const list = this.#lists.get(authId);
		if (!list || list.answer !== null || this.#now() >= list.sentAt + LIST_LIFE_MS) return;
		list.answer = row === 'approve' ? 'approved' : 'rejected';
	}

	/** The list that was sent last to somebody. */
	lastList(): string {
		return [...this.#lists.keys()].at(-1) ?? '';
	}

	/** GET and POST are the same everywhere here. */
	handler(route: string): Handler | undefined {
		const [, path = ''] = route.split(' ');
		const routes: Readonly<Record<string, Handler>> = {
			'/v2/auth/otp/send': (fields) => this.#sendCode(fields),
			'/v2/auth/otp/verify': (fields) => this.#verifyCode(fields),
			'/v2/auth/list/send': (fields) => this.#sendList(fields),
			'/v2/auth/list/verify': (fields) => this.#verifyList(fields),
		};
		return Object.hasOwn(routes, path) ? routes[path] : undefined;
	}

	#sendCode(fields: Fields): SimulatedAnswer {
		const { lang = 'en' } = fields;
		if (!LANGUAGES.includes(String(lang))) return no(400, 'missing_param', 'lang is not supported');
		return this.#leave('/auth/otp/send', fields, (digits) => {
			const code = String(100_000 + this.#count * 7_919).slice(0, 6);
			this.#codes.set(digits, { code, tries: 0 });
			return { status: 200, body: { code: 'success', message: 'OTP sent.', job_id: String(this.#count) } };
		});
	}

	#sendList(fields: Fields): SimulatedAnswer {
		for (const name of ['title', 'item1', 'item2'])
			if (typeof fields[name] !== 'string' || fields[name] === '')
				return no(400, 'missing_param', `${name} is missing`);
		return this.#leave('/auth/list/send', fields, () => {
			const id = String(539_835 + this.#count);
			this.#lists.set(id, { id, sentAt: this.#now(), answer: null });
			const ids = { auth_id: id, job_id: String(this.#count) };
			return { status: 200, body: { code: 'success', message: 'Auth request sent.', ...ids } };
		});
	}

	/** One request to one person in a minute, whatever it is: how far the rule goes is documented nowhere. */
	#leave(path: string, fields: Fields, answer: (digits: string) => SimulatedAnswer): SimulatedAnswer {
		const digits = typeof fields.chatId === 'string' ? fields.chatId.replace(/@c\.us$/u, '') : '';
		if (!/^[1-9]\d{6,14}$/u.test(digits)) return no(400, 'missing_param', 'chatId is missing');
		const before = this.#sentAt.get(digits);
		if (before !== undefined && this.#now() - before < RECIPIENT_PAUSE_MS)
			return no(429, 'rate_limited', 'Rate Limit - Recipient protection');
		this.#sentAt.set(digits, this.#now());
		this.#count += 1;
		this.sent.push({ path, fields });
		return answer(digits);
	}

	#verifyCode({ chatId, code, list_id: listId }: Fields): SimulatedAnswer {
		const digits = String(chatId).replace(/@c\.us$/u, '');
		if (typeof code !== 'string' || code === '') return no(400, 'missing_param', 'code is missing');
		if ((this.#lockedUntil.get(digits) ?? 0) > this.#now())
			return no(429, 'rate_limited', 'Rate Limit Exceeded - Brute force protection');
		const live = this.#codes.get(digits);
		if (live?.code === code) {
			this.#codes.delete(digits);
			if (listId !== undefined) this.listed.push({ chatId: digits, listId });
			return this.rightAnswer;
		}
		if (live) {
			live.tries += 1;
			if (live.tries >= MOST_TRIES) {
				this.#codes.delete(digits);
				this.#lockedUntil.set(digits, this.#now() + LOCK_MS);
			}
		}
		return this.wrongAnswer;
	}

	#verifyList({ auth_id: authId, code }: Fields): SimulatedAnswer {
		const last = this.polls.at(-1);
		this.polls.push(this.#now());
		if (last !== undefined && this.#now() - last < POLL_MS)
			return no(429, 'rate_limited', 'One check in 2 seconds');
		const list = this.#lists.get(String(authId ?? code));
		if (!list) return no(404, 'not_found', 'Unknown auth_id');
		const isOver = this.#now() >= list.sentAt + LIST_LIFE_MS;
		const status = list.answer ?? (isOver ? 'expired' : 'pending');
		return { status: 200, body: { code: 'success', status, verified: status === 'approved' } };
	}
}

function no(status: number, code: string, message: string): SimulatedAnswer {
	return { status, body: { code, message } };
}
