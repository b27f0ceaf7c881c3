import type { GatewayContext } from '../../contracts/gateway-conformance';
import { fc } from '../../fixtures/properties';
import { wordsOf } from '../gateway-world';
import { text } from './messages';

/** `WHATSAPP_KIT_FEWER_EXAMPLES` is for runs that repeat the suite many times. */
const EXAMPLES = process.env.WHATSAPP_KIT_FEWER_EXAMPLES ? 50 : 1_000;

export function answers(world: GatewayContext): void {
	it(`takes ${EXAMPLES} answers of any shape without failing, and calls none sent that does not say so`, async () => {
		const { gateway } = world();
		const connection = await world().open();
		const path = gateway.pathOf('text');
		await fc.assert(
			fc.asyncProperty(anyAnswer(gateway.secrets), async ({ status, body }) => {
				gateway.simulator.failNext(path, { kind: 'text', status, text: body });
				const outcome = await world().send(connection, text);
				if (outcome.outcome === 'sent') expect(status).toBeLessThan(300);
				else for (const secret of gateway.secrets) expect(wordsOf(outcome.error)).not.toContain(secret);
				// A state that stopped is asked for anew; the next example shall find it open.
				await reopened(connection);
			}),
			{ numRuns: EXAMPLES },
		);
	}, 120_000);

	async function reopened(connection: { readonly state: { readonly kind: string } }): Promise<void> {
		if (connection.state.kind !== 'open') await world().clock.advance(60_000);
	}
}

/** JSON of any shape with the words in it that gateways use, broken JSON, plain text; a secret now and then. */
export function anyAnswer(
	secrets: readonly string[],
	more: readonly string[] = [],
): fc.Arbitrary<{ status: number; body: string }> {
	const usual = [
		'code',
		'message',
		'error',
		'data',
		'status',
		'id',
		'key',
		'success',
		'meta',
		'job_id',
		'details',
	];
	const words = fc.constantFrom(...usual, ...more);
	const leaf = fc.oneof(
		fc.string(),
		fc.integer(),
		fc.boolean(),
		fc.constant(null),
		fc.constantFrom(...secrets),
	);
	const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
		tree: fc.oneof(
			{ maxDepth: 4 },
			leaf,
			fc.array(tie('tree'), { maxLength: 3 }),
			fc.dictionary(fc.oneof(words, fc.string()), tie('tree'), { maxKeys: 4 }),
		),
	}));
	const json = tree.map((value) => JSON.stringify(value));
	const body = fc.oneof(
		{ weight: 6, arbitrary: json },
		{ weight: 1, arbitrary: json.map((value) => value.slice(0, Math.ceil(value.length / 2))) },
		{ weight: 1, arbitrary: fc.string() },
	);
	const status = fc.constantFrom(
		200,
		200,
		201,
		202,
		204,
		301,
		400,
		401,
		402,
		403,
		404,
		409,
		422,
		429,
		500,
		502,
		503,
	);
	return fc.record({ status, body });
}
