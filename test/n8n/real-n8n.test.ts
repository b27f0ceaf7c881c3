import { RealN8n } from './real-n8n';
import { describeConversation } from './suites/conversation';
import { describeEditor } from './suites/editor';
import { describeLinkCallback } from './suites/link-callback';
import { describeEveryGateway } from './suites/gateways/every-gateway';
import { describeOneWorkflow } from './suites/gateways/one-workflow';
import { describeOwnVerification } from './suites/gateways/own-verification';
import { describeLimits } from './suites/limits';
import { describeLoading } from './suites/loading';
import { describeManners } from './suites/manners';
import { describeOperations } from './suites/operations';
import { describeQueue } from './suites/queue';
import { describeSignIn } from './suites/sign-in';
import { describeVerification } from './suites/verification';
import { describeWaiting } from './suites/waiting';

// One n8n for all of it: a start takes ten seconds, and a real one lives long, too.
const n8n = new RealN8n('main');

beforeAll(() => n8n.start());

afterAll(() => n8n.stop());

describeLoading(n8n);
describeOperations(n8n);
describeManners(n8n);
describeConversation(n8n);
describeLimits(n8n);
describeQueue(n8n);
// A minute passes for both while the gateways have their turn.
describeVerification(n8n, () =>
	describeOwnVerification(n8n, () => {
		describeEveryGateway(n8n);
		describeOneWorkflow(n8n);
	}),
);
describeLinkCallback(n8n);
describeSignIn(n8n);
describeWaiting(n8n);
describeEditor(n8n);
