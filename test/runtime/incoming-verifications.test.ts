import { loopbackKit, type LoopbackKit } from '../fixtures/linked-kit';
import { until } from '../fixtures/until';

const account = {
	id: 'cred-1',
	name: 'Shop',
	engine: 'web',
	credential: { limitsPreset: 'unlimited' },
} as const;

/** Upper bounds for a machine with much else to do. */
const arrives = { timeoutMs: 60_000 };
const long = 240_000;

describe('verifications on a real connection', () => {
	let loopback: LoopbackKit;

	beforeAll(async () => {
		loopback = await loopbackKit();
	}, long);
	afterAll(async () => await loopback?.dispose());

	it(
		'hear a link without any trigger, answer it, and hear it after a restart, too',
		async () => {
			const first = await loopback.startLinked({ subscribe: false });
			const ana = loopback.server.addPhone({ phone: '4915188776655', name: 'Ana' });
			const bea = loopback.server.addPhone({ phone: '4915188776656', name: 'Bea' });
			const { links } = await first.kit.verifications(account);
			const fields = {
				authorizedNumbers: [`+${ana.digits}`],
				responseMessage: 'Welcome',
				failureMessage: 'No',
			};
			const one = await links.create({ fields, requestKey: 'one' });
			const text = new URL(one.link).searchParams.get('text')!;
			await bea.say(loopback.owner, text);
			await bea.waitFor((shown) => shown.text === 'No', arrives);
			expect(await links.getStatus(one.verificationId)).toMatchObject({ status: 'requested' });
			await ana.say(loopback.owner, text);
			await ana.waitFor((shown) => shown.text === 'Welcome', arrives);
			expect(await links.getStatus(one.verificationId)).toMatchObject({
				status: 'validated',
				phone_number: `+${ana.digits}`,
				profile_name: 'Ana',
			});

			const two = await links.create({ fields, requestKey: 'two' });
			await first.close();
			await ana.say(loopback.owner, `here: ${two.code}`);
			const second = await loopback.start({ subscribe: false });
			const later = (await second.kit.verifications(account)).links;
			expect(await later.getStatus(two.verificationId)).toMatchObject({ status: 'requested' });
			await until(
				async () => (await later.getStatus(two.verificationId))?.status === 'validated',
				arrives.timeoutMs,
			);
			await second.close();
		},
		long,
	);

	it(
		'hear the answer to an approval, which is a vote here',
		async () => {
			const run = await loopback.start({ subscribe: false });
			const eva = loopback.server.addPhone({ phone: '4915188776657', name: 'Eva' });
			const { approvals } = await run.kit.verifications(account);
			const fields = { title: 'Sign in?', approveText: 'Yes', rejectText: 'No', rejectedMessage: 'Stopped' };
			const sent = await approvals.send({ recipient: `+${eva.digits}`, fields, requestKey: 'ask' });
			const poll = await eva.waitFor((shown) => shown.text?.includes('Sign in?') === true, arrives);
			await eva.vote(poll, ['No']);
			await eva.waitFor((shown) => shown.text === 'Stopped', arrives);
			expect(await approvals.getStatus(sent.verificationId)).toMatchObject({
				status: 'rejected',
				phone_number: `+${eva.digits}`,
			});
			await run.close();
		},
		long,
	);
});
