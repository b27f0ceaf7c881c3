import type { SimulatedAnswer } from '../simulated-gateway';

type Fields = Readonly<Record<string, unknown>>;
type Handler = (fields: Fields) => SimulatedAnswer;

const qr = Buffer.from('89504e470d0a1a0a', 'hex').toString('base64');

/** What is looked at and changed without sending anything. */
export class WawpHoldings {
	policy = 'strict';

	deleted = false;

	labels: readonly Fields[] = [
		{ id: '1', name: 'New customer' },
		{ id: '2', name: 'Paid' },
	];

	readonly contacts: readonly Fields[] = Array.from({ length: 2_100 }, (_, index) => ({
		id: `4479111${String(index).padStart(5, '0')}@c.us`,
		name: `Contact ${index}`,
	}));

	/** What was asked to change, in the words of the request. */
	readonly changes: { readonly route: string; readonly fields: Fields }[] = [];
}

/**
 * The addresses the documents name. Where they leave the form of an answer open, it is one of those that are met:
 * a list as it is, or in `data`.
 */
export function wawpAdministration(route: string, holdings: WawpHoldings): Handler | undefined {
	const [method = '', path = ''] = route.split(' ');
	const inner = path.replace(/^\/v2/u, '');
	return sessionRoutes(holdings)[`${method} ${inner}`] ?? phoneRoute(method, inner, holdings);
}

function sessionRoutes(holdings: WawpHoldings): Readonly<Record<string, Handler>> {
	return {
		'POST /session/create': () => ok({ instance_id: 'A1B2C3D4E5F6', session_name: 'wawp-2' }, 201),
		'POST /session/start': () => ok({ status: 'STARTING' }),
		'POST /session/stop': () => ok({ status: 'STOPPED' }),
		'POST /session/restart': () => ok({ status: 'STARTING' }),
		'POST /session/logout': () => ok({ status: 'SCAN_QR_CODE' }),
		'DELETE /session/delete': () => {
			holdings.deleted = true;
			return ok({ code: 'success' });
		},
		'GET /session/me': () => ok({ id: '15550001000@c.us', pushName: 'Shop', platform: 'android' }),
		'POST /auth/qr-image': () => ok({ qr: `data:image/png;base64,${qr}` }),
		'POST /auth/request-code': ({ phone_number: phone }) =>
			typeof phone === 'string' && /^[1-9]\d+$/u.test(phone)
				? ok({ code: 'ABCD1234' })
				: no('phone_number has no digits alone'),
		'POST /session/temp-link': () => ok({ url: 'https://wawp.example/link/1' }),
		'GET /session/temp-link': () => ok({ url: 'https://wawp.example/link/1' }),
		'DELETE /session/temp-link': () => ok({ code: 'success' }),
		'GET /session/rate-limit': () =>
			ok({ policy: holdings.policy, policies: [{ slug: 'strict', available: true }] }),
		'PATCH /session/rate-limit': ({ policy_slug: slug }) => {
			if (typeof slug !== 'string' || slug === '') return no('policy_slug is missing');
			holdings.policy = slug;
			return ok({ code: 'success', policy: slug });
		},
	};
}

function phoneRoute(method: string, path: string, holdings: WawpHoldings): Handler | undefined {
	const change: Handler = (fields) => {
		holdings.changes.push({ route: `${method} ${path}`, fields });
		return ok({ code: 'success' });
	};
	if (method === 'GET') return lists(holdings)[path];
	if (method === 'POST' && /^\/chats\/(archive|unarchive|clear|read|unread|delete)$/u.test(path))
		return (fields) => (typeof fields.chatId === 'string' ? change(fields) : no('chatId is missing'));
	if (method === 'POST' && /^\/groups\/[^/]+\/(leave|participants\/(add|remove))$/u.test(path)) return change;
	if (`${method} ${path}` === 'POST /labels/create') return ({ name }) => ok({ id: '3', name });
	if (method === 'DELETE' && /^\/labels\/[^/]+\/delete$/u.test(path)) return change;
	return undefined;
}

function lists(holdings: WawpHoldings): Readonly<Record<string, Handler>> {
	return {
		'/contacts/all': ({ limit, offset }) => {
			const [size, from] = [Number(limit ?? 100), Number(offset ?? 0)];
			if (!(size >= 1 && size <= 1_000)) return no('limit is from 1 to 1000');
			return ok(holdings.contacts.slice(from, from + size));
		},
		'/contacts/profile-picture': () => ok({ url: 'https://wawp.example/picture.jpg' }),
		'/chats': () => ok({ data: [{ id: 'one@c.us' }, { id: 'two@c.us' }, { id: 'three@c.us' }] }),
		'/chats/messages': ({ chatId }) => ok([{ id: 'm1', chatId }]),
		'/groups': () => ok({ groups: [{ id: '1@g.us' }] }),
		'/groups/detail': ({ groupId }) => ok({ id: groupId, subject: 'Team' }),
		'/groups/1%40g.us/participants': () => ok([{ id: 'ada@c.us' }]),
		'/labels/all': () => ok({ labels: holdings.labels }),
		'/labels/1/chats': () => ok([{ id: 'one@c.us' }]),
		'/labels/chats/one%40c.us': () => ok([{ id: '1' }]),
	};
}

function ok(body: unknown, status = 200): SimulatedAnswer {
	return { status, body };
}

function no(message: string): SimulatedAnswer {
	return { status: 400, body: { code: 'missing_param', message } };
}
