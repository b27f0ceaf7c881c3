import type { RequestListener } from 'node:http';
import { KitError } from '../../../messages/kit-error';
import { createMediaFetcher, type FetchPorts } from '../../../messages/media/fetch-media';
import type { MediaRequest } from '../../../messages/media/media-fetcher';
import { isPublicAddress } from '../../../messages/media/public-address';
import { serveHttp, type FileServer } from './file-server';
import { fc } from '../../fixtures/properties';

let server: FileServer;
let answer: RequestListener;
beforeEach(async () => {
	answer = (_request, response) => response.end('inside');
	server = await serveHttp((request, response) => answer(request, response));
});
afterEach(() => server.close());

/** The loopback server stands for the internet here: its address counts as public, every other one is judged as always. */
const pretendPublic = (address: string) => address === '127.0.0.1' || isPublicAddress(address);

async function outcomeOf(
	url: string,
	ports: FetchPorts = {},
	changes: Partial<MediaRequest> = {},
): Promise<string> {
	try {
		const file = await createMediaFetcher(ports)({
			url,
			kind: 'auto',
			maxBytes: 1000,
			timeoutMs: 5_000,
			allowPrivate: false,
			signal: new AbortController().signal,
			...changes,
		});
		return Buffer.from(file.data).toString();
	} catch (error) {
		if (error instanceof KitError) return error.reason ?? error.code;
		throw error;
	}
}

describe('an address inside', () => {
	it.each([
		'127.0.0.1',
		'127.1',
		'2130706433',
		'0x7f000001',
		'0x7f.1',
		'0177.0.0.1',
		'017700000001',
		'①②⑦.⓪.⓪.①',
		'0',
		'0.0.0.0',
		'[::1]',
		'[::]',
		'[0:0:0:0:0:0:0:1]',
		'[::ffff:127.0.0.1]',
		'[::ffff:7f00:1]',
		'[::127.0.0.1]',
		'[64:ff9b::127.0.0.1]',
		'[2002:7f00:1::]',
		'10.0.0.1',
		'172.16.0.1',
		'172.31.255.255',
		'192.168.1.1',
		'100.64.0.1',
		'100.100.100.200',
		'169.254.169.254',
		'[::ffff:169.254.169.254]',
		'2852039166',
		'168.63.129.16',
		'192.0.0.192',
		'[fd00:ec2::254]',
		'[fe80::1]',
		'[fc00::1]',
		'255.255.255.255',
		'224.0.0.1',
	])('%s is refused without connecting', async (host) => {
		expect(await outcomeOf(`http://${host}:${server.port}/`)).toBe('privateAddress');
		expect(await outcomeOf(`https://user:pass@${host}:${server.port}/x`)).toBe('privateAddress');
		expect(server.requests).toEqual([]);
	});

	it('is refused behind a name, too', async () => {
		expect(await outcomeOf(`http://localhost:${server.port}/`)).toBe('privateAddress');
		const lookup = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
		expect(await outcomeOf(`http://photos.test:${server.port}/`, { lookup })).toBe('privateAddress');
		expect(server.requests).toEqual([]);
	});

	it('is refused behind a name that has a public one as well', async () => {
		const lookup = () =>
			Promise.resolve([
				{ address: '127.0.0.1', family: 4 },
				{ address: '10.0.0.1', family: 4 },
			]);
		expect(await outcomeOf(`http://photos.test:${server.port}/`, { lookup, isPublic: pretendPublic })).toBe(
			'privateAddress',
		);
		expect(server.requests).toEqual([]);
	});

	it('is fetched from when that was asked for', async () => {
		expect(await outcomeOf(`${server.origin}/`, {}, { allowPrivate: true })).toBe('inside');
		expect(await outcomeOf(`http://localhost:${server.port}/`, {}, { allowPrivate: true })).toBe('inside');
	});
});

describe('a name', () => {
	it('is looked up once, and the connection goes to what was judged', async () => {
		const answers = ['127.0.0.1', '10.0.0.1'];
		let lookups = 0;
		const lookup = () => Promise.resolve([{ address: answers[lookups++] ?? '10.0.0.1', family: 4 }]);
		expect(
			await outcomeOf(`http://rebinding.test:${server.port}/`, { lookup, isPublic: pretendPublic }),
		).toBe('inside');
		expect(lookups).toBe(1);
	});

	it('is looked up and judged again after a redirect to itself', async () => {
		answer = (_request, response) => {
			response.writeHead(302, { location: '/again' });
			response.end();
		};
		const answers = ['127.0.0.1', '192.168.0.1'];
		let lookups = 0;
		const lookup = () => Promise.resolve([{ address: answers[lookups++] ?? '', family: 4 }]);
		expect(
			await outcomeOf(`http://rebinding.test:${server.port}/`, { lookup, isPublic: pretendPublic }),
		).toBe('privateAddress');
		expect(server.requests).toEqual(['/']);
	});

	it('of a redirect is not asked about with the proxies of the environment', async () => {
		const before = process.env['http_proxy'];
		process.env['http_proxy'] = 'http://127.0.0.1:1';
		try {
			expect(await outcomeOf(`${server.origin}/`, { isPublic: pretendPublic })).toBe('inside');
		} finally {
			if (before === undefined) delete process.env['http_proxy'];
			else process.env['http_proxy'] = before;
		}
	});
});

describe('a redirect', () => {
	const redirect = (location: string, status = 302) => {
		answer = (request, response) => {
			if (request.url !== '/') {
				response.end('inside');
				return;
			}
			response.writeHead(status, { location });
			response.end('moved');
		};
	};

	it.each([301, 302, 303, 307, 308])('with status %i is followed', async (status) => {
		redirect('/next', status);
		expect(await outcomeOf(`${server.origin}/`, { isPublic: pretendPublic })).toBe('inside');
		expect(server.requests).toEqual(['/', '/next']);
	});

	it.each([
		'http://127.0.0.2/',
		'http://169.254.169.254/latest/meta-data/',
		'http://[::1]/',
		'http://2130706434/',
		'//10.0.0.1/x',
		'http://localhost/',
	])('to %s is refused', async (location) => {
		redirect(location);
		const lookup = () => Promise.resolve([{ address: '127.0.0.2', family: 4 }]);
		expect(await outcomeOf(`${server.origin}/`, { lookup, isPublic: pretendPublic })).toBe('privateAddress');
		expect(server.requests).toEqual(['/']);
	});

	it.each(['file:///etc/passwd', 'ftp://example.com/x', 'http://'])('to %s is refused', async (location) => {
		redirect(location);
		expect(await outcomeOf(`${server.origin}/`, { isPublic: pretendPublic })).toBe('invalidInput');
	});

	it('is followed three times and no more', async () => {
		let left = 3;
		answer = (_request, response) => {
			if (left-- === 0) {
				response.end('inside');
				return;
			}
			response.writeHead(302, { location: `/${left}` });
			response.end();
		};
		expect(await outcomeOf(`${server.origin}/`, { isPublic: pretendPublic })).toBe('inside');
		left = 4;
		expect(await outcomeOf(`${server.origin}/`, { isPublic: pretendPublic })).toBe('redirects');
	});

	it('without a place to go is an answer like any other', async () => {
		answer = (_request, response) => {
			response.statusCode = 302;
			response.end();
		};
		expect(await outcomeOf(`${server.origin}/`, { isPublic: pretendPublic })).toBe('http 302');
	});

	it('takes no password along to another server', async () => {
		const seen: (string | undefined)[] = [];
		answer = (request, response) => {
			seen.push(request.headers.authorization);
			if (request.url !== '/') {
				response.end('inside');
				return;
			}
			response.writeHead(302, { location: `http://other.test:${server.port}/next` });
			response.end();
		};
		const lookup = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
		const url = `http://ana:secret@127.0.0.1:${server.port}/`;
		expect(await outcomeOf(url, { lookup, isPublic: pretendPublic })).toBe('inside');
		expect(seen).toEqual([`Basic ${Buffer.from('ana:secret').toString('base64')}`, undefined]);
	});
});

describe('public addresses', () => {
	it.each([
		'1.1.1.1',
		'8.8.8.8',
		'172.32.0.1',
		'100.128.0.1',
		'11.0.0.1',
		'2606:4700::1111',
		'::ffff:8.8.8.8',
		'64:ff9b::808:808',
	])('include %s', (address) => {
		expect(isPublicAddress(address)).toBe(true);
	});

	it.each([
		'',
		'localhost',
		'1.2.3',
		'999.1.1.1',
		'fe80::1%eth0',
		'::ffff:10.0.0.1%1',
		':::',
		'1:2:3:4:5:6:7:8:9',
	])('do not include %p', (address) => {
		expect(isPublicAddress(address)).toBe(false);
	});

	it('are the same in every form an IPv4 address has inside IPv6', () => {
		const octet = fc.integer({ min: 0, max: 255 });
		fc.assert(
			fc.property(octet, octet, octet, octet, (a, b, c, d) => {
				const plain = isPublicAddress(`${a}.${b}.${c}.${d}`);
				const hex = (high: number, low: number) => ((high << 8) | low).toString(16);
				expect(isPublicAddress(`::ffff:${a}.${b}.${c}.${d}`)).toBe(plain);
				expect(isPublicAddress(`::ffff:${hex(a, b)}:${hex(c, d)}`)).toBe(plain);
				expect(isPublicAddress(`0:0:0:0:0:ffff:${hex(a, b)}:${hex(c, d)}`)).toBe(plain);
				expect(isPublicAddress(`64:ff9b::${a}.${b}.${c}.${d}`)).toBe(plain);
				expect(isPublicAddress(`2002:${hex(a, b)}:${hex(c, d)}::1`)).toBe(plain);
			}),
			{ numRuns: 1000 },
		);
	});

	it('never include what the network itself calls local', () => {
		fc.assert(
			fc.property(
				fc.constantFrom('10.', '127.', '169.254.', '192.168.', '0.', '172.20.', '100.100.'),
				fc.array(fc.nat(255), { minLength: 3, maxLength: 3 }),
				(prefix, rest) => {
					const address = [...prefix.split('.').filter(Boolean), ...rest].slice(0, 4).join('.');
					expect(isPublicAddress(address)).toBe(false);
				},
			),
		);
	});
});
