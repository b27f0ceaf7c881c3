import { RealN8n } from './real-n8n';
import { describeManagedWaCr } from './suites/gateways/managed-wa-cr';
import { describeManagedWawp } from './suites/gateways/managed-wawp';
import { describeWaCr } from './suites/gateways/wa-cr';
import { describeWaCrWords } from './suites/gateways/wa-cr-words';
import { describeWhatsAuth } from './suites/gateways/whats-auth';
import { describeWaaBot } from './suites/waa-bot';
import { describeWaaBotSettings } from './suites/waa-bot-settings';
import { describeWaaBotTrigger } from './suites/waa-bot-trigger';
import { describeWawp } from './suites/wawp';
import { describeWawpSession } from './suites/wawp-session';
import { describeWawpTrigger } from './suites/wawp-trigger';

// An n8n of their own, beside the one of the own number: both wait for most of their time.
const n8n = new RealN8n('gateways');

beforeAll(() => n8n.start());

afterAll(() => n8n.stop());

// A minute passes until a code may be sent again; the others run in it.
describeManagedWaCr(n8n, () => {
	describeManagedWawp(n8n);
	describeWaaBot(n8n);
	describeWaaBotSettings(n8n);
	describeWaaBotTrigger(n8n);
	describeWawp(n8n);
	describeWawpSession(n8n);
	describeWawpTrigger(n8n);
	describeWaCr(n8n);
	describeWaCrWords(n8n);
	describeWhatsAuth(n8n);
});
