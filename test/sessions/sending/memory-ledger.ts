import type {
	Ledger,
	LedgerAnswer,
	LedgerFacts,
	LedgerHead,
	LedgerRequest,
	Reservation,
} from '../../../sessions/governor/ledger';

interface Place extends LedgerHead {
	readonly id: string;
}

/** The books of the governor in memory, for one account. */
export class MemoryLedger implements Ledger {
	readonly #streams = new Map<string, readonly Place[]>();

	restrictedAt: number | null = null;

	/** People of the account have written to it. */
	wroteToUs = false;

	/** Makes every `giveBack` fail. */
	broken = false;

	/** How often a place was asked for. */
	asked = 0;

	/** How many sends of the account are counted. */
	get booked(): number {
		return this.#of('account').length;
	}

	async reserve(request: LedgerRequest): Promise<LedgerAnswer> {
		this.asked += 1;
		const decision = request.decide(this.facts(request));
		if (!decision.granted) return await Promise.resolve(decision);
		const { reservationId: id, now: at } = request;
		const places = decision.streams.map((index) => {
			const stream = request.streams[index] as string;
			const before = this.#of(stream);
			this.#streams.set(stream, [...before, { id, at, spread: decision.spread }]);
			return { stream, seq: before.length + 1 };
		});
		return { granted: true, reservation: { id, at, places } };
	}

	facts({ streams, windows }: Pick<LedgerRequest, 'streams' | 'windows'>): LedgerFacts {
		return {
			heads: streams.map((stream) => this.#of(stream).at(-1) ?? null),
			turns: windows.map(({ stream, limit }) => this.#of(streams[stream] as string).at(-limit)?.at ?? null),
			wroteToUs: this.wroteToUs,
			restrictedAt: this.restrictedAt,
		};
	}

	async giveBack(_accountId: string, { id }: Reservation): Promise<void> {
		if (this.broken) throw new Error('The books are closed.');
		for (const [stream, places] of this.#streams)
			this.#streams.set(
				stream,
				places.filter((place) => place.id !== id),
			);
		await Promise.resolve();
	}

	async noteRestriction(_accountId: string, at: number): Promise<void> {
		this.restrictedAt = at;
		await Promise.resolve();
	}

	async beginLimits() {
		return await this.readLimits();
	}

	async readLimits() {
		return await Promise.resolve({ warmUpSince: null, restrictedAt: this.restrictedAt });
	}

	async survey(): Promise<never> {
		return await Promise.reject(new Error('not part of this test'));
	}

	#of(stream: string): readonly Place[] {
		return this.#streams.get(stream) ?? [];
	}
}
