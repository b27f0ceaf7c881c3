import type { AccountConfig } from '../../runtime/kit';
import { recordsOf } from '../../runtime/kit-records';
import { recordingLogger } from '../fixtures/quiet-logger';
import { limit } from '../gateways/gateway-world';
import { receivedMessage } from '../gateways/waCr/record-page';
import { openWaCr } from '../gateways/waCr/wa-cr-under-test';

const records = recordsOf({ logger: recordingLogger() }, {});

describe('the records of an account', () => {
	let opened: Awaited<ReturnType<typeof openWaCr>>;

	beforeEach(async () => void (opened = await openWaCr()));
	afterEach(async () => await opened.simulator.close());

	const account = (more: Partial<AccountConfig> = {}): AccountConfig => ({
		...{ id: 'credential-1', name: 'Shop', engine: 'waCr', credential: opened.credential },
		...more,
	});
	const write = (id: number): void => {
		const { simulator } = opened;
		simulator.now += 1_000;
		simulator.messages = [
			...simulator.messages,
			receivedMessage({ id, from: '919812345678', text: `${id}`, at: simulator.now }),
		];
	};
	const sweep = async (cursor: Parameters<typeof records.sweep>[1]['cursor']) =>
		await records.sweep(account(), { feed: 'received', cursor, signal: limit() });

	it('are swept from where the last sweep ended', async () => {
		write(1);
		const begun = await sweep(null);
		expect(begun.records).toEqual([]);
		write(2);
		write(3);
		const next = await sweep(begun.cursor);
		expect(next.records.map(({ id }) => id)).toEqual(['waCr:message:2', 'waCr:message:3']);
		expect((await sweep(next.cursor)).records).toEqual([]);
	});

	it('have the newest ones as examples, for which nothing is kept', async () => {
		for (const id of [1, 2, 3, 4, 5]) write(id);
		const examples = await records.sample(account(), { feed: 'received', signal: limit() });
		expect(examples.map(({ id }) => id)).toEqual(['waCr:message:5', 'waCr:message:4', 'waCr:message:3']);
	});

	it('are not asked for where events come by themselves', async () => {
		const web = account({ engine: 'web', credential: {} });
		await expect(
			records.sweep(web, { feed: 'received', cursor: null, signal: limit() }),
		).rejects.toMatchObject({
			code: 'notSupported',
		});
	});

	it('are not asked for with a credential that cannot be used', async () => {
		const broken = account({ credential: { ...opened.credential, token: '' } });
		await expect(records.sample(broken, { feed: 'received', signal: limit() })).rejects.toMatchObject({
			code: 'invalidInput',
		});
		expect(opened.simulator.requests).toEqual([]);
	});
});
