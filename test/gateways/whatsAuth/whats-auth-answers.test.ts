import { whatsAuthEngine } from '../../../engines/whatsAuth/whats-auth-engine';
import { parseWhatsAuthOptions } from '../../../engines/whatsAuth/whats-auth-options';
import { isKitError } from '../../../messages/kit-error';
import { systemClock, systemRandom } from '../../../runtime/system-ports';
import { fc } from '../../fixtures/properties';
import { recordingLogger } from '../../fixtures/quiet-logger';
import { anyAnswer } from '../conformance/answers';
import { limit, wordsOf } from '../gateway-world';
import { whatsAuthAccount, WhatsAuthSimulator } from './whats-auth-simulator';

const secrets = Object.values(whatsAuthAccount);
const path = /verification_code$/u;
const numRuns = process.env.WHATSAPP_KIT_FEWER_EXAMPLES ? 50 : 1_000;

/** Some of these are whole. */
const nearly = fc
	.record(
		{
			code: fc.oneof(fc.constant('9f76681bd4'), fc.jsonValue()),
			link: fc.oneof(fc.constant('https://wa.me/+1?text=9f76681bd4'), fc.jsonValue(), fc.webUrl()),
			deep_link: fc.jsonValue(),
			qr: fc.jsonValue(),
		},
		{ requiredKeys: [] },
	)
	.map((body) => ({ status: 200, body: JSON.stringify(body) }));

it(`of ${numRuns} answers of any shape each is a usable code or a sentence`, async () => {
	const simulator = await new WhatsAuthSimulator().listen();
	const credential = { ...whatsAuthAccount, baseUrl: simulator.url, allowPrivateAddress: true };
	const account = { id: 'credential-1', name: 'Shop', options: parseWhatsAuthOptions(credential) };
	const ports = { clock: systemClock, random: systemRandom, logger: recordingLogger(), environment: {} };
	const opened = whatsAuthEngine.openManaged!(account, ports);
	let made = 0;
	try {
		const answers = fc.oneof(nearly, anyAnswer(secrets, ['link', 'deep_link', 'qr']));
		await fc.assert(
			fc.asyncProperty(answers, async ({ status, body }) => {
				simulator.failNext(path, { kind: 'text', status, text: body });
				const answer = await opened.links!.create({}, limit()).catch((error: unknown) => error);
				if (answer instanceof Error) {
					expect(isKitError(answer)).toBe(true);
					for (const secret of secrets) expect(wordsOf(answer)).not.toContain(secret);
					return;
				}
				made += 1;
				expect(status).toBeLessThan(300);
				expect(answer).toMatchObject({
					code: expect.stringMatching(/\S/u) as string,
					link: expect.stringMatching(/^(https?|whatsapp|sms|smsto):/iu) as string,
				});
			}),
			{ numRuns },
		);
	} finally {
		opened.close();
		await simulator.close();
	}
	expect(made).toBeGreaterThan(0);
}, 120_000);
