import { createRequire } from 'node:module';
import { KitError } from '../../../messages/kit-error';
import { normaliseError } from '../../../engines/web/error-normalising';
import { fc } from '../../fixtures/properties';

const { Boom } = createRequire(require.resolve('@whiskeysockets/baileys'))('@hapi/boom') as {
	Boom: new (message: string, options?: { statusCode?: number; data?: unknown }) => Error;
};

const doing = { what: 'The group could not be read.' };

describe('whatever the client library rejects with', () => {
	test.each<[string, unknown, string, RegExp]>([
		['a bare WebSocket code', 1006, 'notConnected', /broke \(1006\)/],
		[
			'a closed connection',
			new Boom('Connection Closed', { statusCode: 428 }),
			'notConnected',
			/ended meanwhile/,
		],
		['a query without answer', new Boom('Timed Out', { statusCode: 408 }), 'notConnected', /did not answer/],
		[
			'an unreachable server',
			new Boom('WebSocket Error (x)', { statusCode: 408, data: { code: 'ECONNREFUSED' } }),
			'notConnected',
			/./,
		],
		['a system error', Object.assign(new Error('x'), { code: 'ECONNRESET' }), 'notConnected', /ECONNRESET/],
		[
			'a proxy that refuses',
			new Boom('WebSocket Error (Unexpected server response: 403)', { statusCode: 403 }),
			'notConnected',
			/cannot be reached/,
		],
		['a refused question', new Boom('forbidden', { data: 403 }), 'refused', /not allowed/],
		['a question about nothing', new Boom('item-not-found', { statusCode: 404 }), 'refused', /does not know/],
		['too many questions', new Boom('rate-overlimit', { data: 429 }), 'refused', /too often/],
		['an odd refusal', new Boom('gone', { statusCode: 410 }), 'refused', /410: gone/],
		['a defect', new TypeError('x is not a function'), 'unexpected', /x is not a function/],
		['words', 'broken', 'unexpected', /broken/],
		['nothing', undefined, 'unexpected', /gave no reason/],
		['null', null, 'unexpected', /gave no reason/],
		['an abort', new DOMException('Aborted', 'AbortError'), 'cancelled', /^$/],
		['a time limit', new DOMException('Late', 'TimeoutError'), 'timedOut', /time given/],
	])('%s', (_name, thrown, code, why) => {
		const error = normaliseError(thrown, doing);
		expect(error).toBeInstanceOf(KitError);
		expect(error).toMatchObject({ code, what: doing.what });
		expect(error.why ?? '').toMatch(why);
	});

	test('our own errors pass unchanged', () => {
		const error = new KitError({ code: 'media', what: 'Too large.' });
		expect(normaliseError(error, doing)).toBe(error);
	});

	test('words given by the caller win', () => {
		const error = normaliseError(1006, { ...doing, why: 'Because.', next: 'Wait.' });
		expect(error).toMatchObject({ why: 'Because.', next: 'Wait.', reason: '1006' });
	});

	test('anything at all becomes a KitError', () => {
		fc.assert(
			fc.property(fc.anything(), (thrown) => {
				const error = normaliseError(thrown, doing);
				expect(error).toBeInstanceOf(KitError);
				expect(error.what).toBe(doing.what);
			}),
			{ numRuns: 1_000 },
		);
	});
});
