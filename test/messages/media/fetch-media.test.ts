import type { RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { KitError } from '../../../messages/kit-error';
import { createMediaFetcher, fetchMedia } from '../../../messages/media/fetch-media';
import type { FetchedMedia, MediaRequest } from '../../../messages/media/media-fetcher';
import { serveHttp, serveRaw, type FileServer } from './file-server';
import { html, jpeg } from './sample-files';

let server: FileServer | undefined;
afterEach(async () => {
	await server?.close();
	server = undefined;
});

async function serve(listener: RequestListener): Promise<string> {
	server = await serveHttp(listener);
	return server.origin;
}

const request = (url: string, changes: Partial<MediaRequest> = {}): MediaRequest => ({
	url,
	kind: 'auto',
	maxBytes: 100_000,
	timeoutMs: 10_000,
	allowPrivate: true,
	signal: new AbortController().signal,
	...changes,
});

const get = (url: string, changes?: Partial<MediaRequest>): Promise<FetchedMedia> =>
	fetchMedia(request(url, changes));

async function refusalOf(fetching: Promise<unknown>): Promise<KitError> {
	try {
		await fetching;
	} catch (error) {
		if (error instanceof KitError) return error;
		throw error;
	}
	throw new Error('was fetched');
}

describe('a file on the web', () => {
	it('comes with its bytes, declared type and name', async () => {
		const origin = await serve((_request, response) => {
			response.setHeader('content-type', 'Image/JPEG; charset=binary');
			response.end(jpeg);
		});
		const file = await get(`${origin}/folder/my%20photo.jpg?size=2`);
		expect(Buffer.from(file.data).equals(jpeg)).toBe(true);
		expect(file).toMatchObject({ mimeType: 'image/jpeg', fileName: 'my photo.jpg' });
	});

	it('takes the name the server gives before the one of the address', async () => {
		const origin = await serve((_request, response) => {
			response.setHeader(
				'content-disposition',
				`attachment; filename="x.pdf"; filename*=UTF-8''relat%C3%B3rio.pdf`,
			);
			response.end('x');
		});
		expect((await get(`${origin}/download.php`)).fileName).toBe('relatório.pdf');
	});

	it('arrives whole when it is exactly as large as allowed', async () => {
		const origin = await serve((_request, response) => response.end(Buffer.alloc(1000)));
		expect((await get(origin, { maxBytes: 1000 })).data.byteLength).toBe(1000);
	});

	it('is measured unpacked when it comes packed', async () => {
		const origin = await serve((_request, response) => {
			response.setHeader('content-encoding', 'gzip');
			response.end(gzipSync(Buffer.alloc(50_000_000)));
		});
		expect((await refusalOf(get(origin))).reason).toBe('tooLarge');
	});
});

describe('a file that is too large', () => {
	it('is refused by its declared size before it is read', async () => {
		const origin = await serve((_request, response) => {
			response.setHeader('content-length', 100_001);
			response.flushHeaders();
		});
		const { code, what } = await refusalOf(get(`${origin}/big.bin`));
		expect(code).toBe('media');
		expect(what).toBe(`${origin}/big.bin has 97.7 KiB; the limit is 97.7 KiB.`);
	});

	it('is refused when it never ends, and the connection is closed', async () => {
		const origin = await serve((_request, response) => {
			const pump = () => {
				while (!response.destroyed && response.write(Buffer.alloc(16_384)));
			};
			response.on('drain', pump);
			pump();
		});
		const { reason, what } = await refusalOf(get(origin));
		expect(reason).toBe('tooLarge');
		expect(what).toContain('is larger');
		await untilNobodyIsConnected();
	});

	it('is refused when a lying content-length says it is small', async () => {
		server = await serveRaw((socket) => {
			socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\ntransfer-encoding: chunked\r\n\r\n');
			for (let chunk = 0; chunk < 40; chunk++) socket.write(`1000\r\n${'x'.repeat(4096)}\r\n`);
		});
		expect((await refusalOf(get(server.origin))).code).toBe('media');
	});

	it('is read to its declared end only, whatever follows', async () => {
		server = await serveRaw((socket) => {
			socket.write(`HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n${'x'.repeat(500_000)}`);
		});
		const file = await get(server.origin).catch((error: unknown) => error);
		if (!(file instanceof KitError)) expect((file as FetchedMedia).data.byteLength).toBe(10);
		else expect(file.code).toBe('media');
	});

	it('is refused when content-length is no number but the body goes on', async () => {
		server = await serveRaw((socket) => {
			socket.write(`HTTP/1.0 200 OK\r\n\r\n${'x'.repeat(500_000)}`);
		});
		expect((await refusalOf(get(server.origin))).reason).toBe('tooLarge');
	});
});

describe('a file that does not arrive', () => {
	it('is given up when the server goes silent within the body', async () => {
		const origin = await serve((_request, response) => {
			response.write('the beginning');
		});
		const { code, what } = await refusalOf(get(`${origin}/slow.bin`, { timeoutMs: 150 }));
		expect(code).toBe('timedOut');
		expect(what).toBe(`${origin}/slow.bin did not deliver the file within 0.15 seconds.`);
		await untilNobodyIsConnected();
	});

	it('is given up when a packed body goes silent', async () => {
		const origin = await serve((_request, response) => {
			response.setHeader('content-encoding', 'gzip');
			response.write(gzipSync(Buffer.alloc(1000)).subarray(0, 15));
		});
		expect((await refusalOf(get(origin, { timeoutMs: 150 }))).code).toBe('timedOut');
		await untilNobodyIsConnected();
	});

	it('is given up when bytes keep trickling past the time limit', async () => {
		const origin = await serve((_request, response) => {
			const trickle = setInterval(() => response.write('x'), 20);
			response.on('close', () => clearInterval(trickle));
		});
		expect((await refusalOf(get(origin, { timeoutMs: 200 }))).code).toBe('timedOut');
	});

	it('is given up when the server never answers', async () => {
		const origin = await serve(() => undefined);
		expect((await refusalOf(get(origin, { timeoutMs: 150 }))).code).toBe('timedOut');
	});

	it('is refused when the connection breaks before the declared end', async () => {
		server = await serveRaw((socket) => {
			socket.end('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nonly this');
		});
		const { code, why } = await refusalOf(get(server.origin));
		expect(code).toBe('media');
		expect(why).toContain('before the file was complete');
	});

	it.each([204, 206, 304, 401, 403, 404, 410, 500, 503])('is refused with HTTP status %i', async (status) => {
		const origin = await serve((_request, response) => {
			response.statusCode = status;
			response.end();
		});
		const { code, what, reason } = await refusalOf(get(`${origin}/gone.jpg`));
		expect(code).toBe('media');
		expect(what).toBe(`${origin}/gone.jpg answered with HTTP status ${status} instead of the file.`);
		expect(reason).toBe(`http ${status}`);
	});

	it('is refused when nobody listens', async () => {
		const origin = await serve(() => undefined);
		await server?.close();
		server = undefined;
		const { code, reason } = await refusalOf(get(origin));
		expect(code).toBe('media');
		expect(reason).toBe('ECONNREFUSED');
	});

	it('is refused when there is no such server', async () => {
		const fetcher = createMediaFetcher({
			lookup: () => Promise.reject(Object.assign(new Error('nothing'), { code: 'ENOTFOUND' })),
		});
		const { reason, why } = await refusalOf(fetcher(request('http://nowhere.test/a.jpg')));
		expect(reason).toBe('ENOTFOUND');
		expect(why).toBe('There is no server of that name.');
	});
});

describe('the caller', () => {
	it('ends the fetch before it begins', async () => {
		const origin = await serve((_request, response) => response.end('x'));
		const { code } = await refusalOf(get(origin, { signal: AbortSignal.abort() }));
		expect(code).toBe('cancelled');
		expect(server?.requests).toEqual([]);
	});

	it('ends the fetch within the body', async () => {
		const abort = new AbortController();
		const origin = await serve((_request, response) => {
			response.write('x');
			abort.abort();
		});
		expect((await refusalOf(get(origin, { signal: abort.signal }))).code).toBe('cancelled');
		await untilNobodyIsConnected();
	});

	it('gets its own time limit and its own error back', async () => {
		const origin = await serve(() => undefined);
		expect((await refusalOf(get(origin, { signal: AbortSignal.timeout(100) }))).code).toBe('timedOut');
		const mine = new KitError({ code: 'notConnected', what: 'The account went away.' });
		expect(await refusalOf(get(origin, { signal: AbortSignal.abort(mine) }))).toBe(mine);
	});
});

describe('the declared type', () => {
	const page: RequestListener = (_request, response) => {
		response.setHeader('content-type', 'text/html; charset=utf-8');
		response.end(html);
	};

	it.each(['image', 'video', 'audio', 'voice', 'sticker'] as const)(
		'must not be a page for %s',
		async (kind) => {
			const origin = await serve(page);
			const { code, what, why } = await refusalOf(get(`${origin}/photo.jpg`, { kind }));
			expect(code).toBe('media');
			expect(what).toBe(`${origin}/photo.jpg is text/html, not ${kind}.`);
			expect(why).toContain('log-in page');
		},
	);

	it.each(['document', 'auto'] as const)('may be a page for %s', async (kind) => {
		expect(await get(await serve(page), { kind })).toMatchObject({ mimeType: 'text/html' });
	});

	it.each([
		['application/octet-stream', 'image'],
		['binary/octet-stream', 'voice'],
		['application/ogg', 'voice'],
		['video/mp4', 'audio'],
		['nonsense', 'image'],
	] as const)('%s may be %s', async (contentType, kind) => {
		const origin = await serve((_request, response) => {
			response.setHeader('content-type', contentType);
			response.end('x');
		});
		await expect(get(origin, { kind })).resolves.toBeDefined();
	});
});

describe('errors', () => {
	it('hold no user, password, token or query, at any depth', async () => {
		const origin = await serve((_request, response) => {
			response.statusCode = 403;
			response.end();
		});
		const secretive = origin.replace('http://', 'http://ana:pa55word@');
		const error = await refusalOf(get(`${secretive}/bot7h3tok3n/files/a.jpg?sig=qu3rysecret#fr4gment`));
		const everything = JSON.stringify([
			error,
			error.message,
			error.stack,
			error.what,
			error.why,
			error.next,
			error.cause,
		]);
		expect(everything).toContain('/…/a.jpg');
		expect(everything).not.toMatch(/pa55word|ana|7h3tok3n|qu3rysecret|fr4gment/u);
	});

	it('hold none of them after a failed connection either', async () => {
		const origin = await serve(() => undefined);
		await server?.close();
		server = undefined;
		const error = await refusalOf(
			get(origin.replace('http://', 'http://ana:pa55word@') + '/x?sig=qu3rysecret'),
		);
		const everything = JSON.stringify([error, error.stack, error.cause, error.reason]);
		expect(everything).not.toMatch(/pa55word|qu3rysecret/u);
	});

	it.each(['not a url', '', '//host/x', 'ana:pa55word@host'])(
		'do not repeat what is no address: %p',
		async (url) => {
			const error = await refusalOf(get(url));
			expect(error.code).toBe('invalidInput');
			expect(error.what).toContain('source.url');
			expect(`${error.what} ${error.why}`).not.toContain('pa55word');
		},
	);

	it.each(['file:///etc/passwd', 'ftp://x/y', 'data:text/plain,x', 'gopher://x', 'javascript:1'])(
		'refuse %p',
		async (url) => {
			expect((await refusalOf(get(url))).what).toContain('only http: and https: are fetched');
		},
	);
});

/** The server hears of a closed connection a moment later; bounded by the time limit of the test. */
async function untilNobodyIsConnected(): Promise<void> {
	while (((await server?.connections()) ?? 0) > 0) await new Promise((resolve) => setImmediate(resolve));
}
