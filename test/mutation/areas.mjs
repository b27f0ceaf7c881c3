/**
 * What `npm run mutation` changes, and the tests that must notice. Each part names the fewest suites that are there
 * to notice it: every change runs all of them. Races of several processes, crashes and Postgres are left out; a
 * single change would take minutes there.
 */
export const areas = {
	governor: [
		{
			mutate: ['limit-policy', 'limited-error', 'limits-report', 'rules', 'warm-up'].map(inGovernor),
			tests: ['limited-error', 'limits-report', 'rules', 'warm-up'].map(ofGovernor),
		},
		{
			mutate: ['active-hours', 'parse-limits'].map(inGovernor),
			tests: ['active-hours', 'parse-limits'].map(ofGovernor),
		},
		{ mutate: [inGovernor('lane')], tests: [ofGovernor('lane')] },
		{
			mutate: ['governor', 'ledger'].map(inGovernor),
			tests: ['governor', 'governor-books', 'unbooked-sends'].map(ofGovernor),
		},
	],
	outbox: [
		{
			mutate: ['send-flow', 'send-admission'].map(inSessions),
			tests: ['send-once', 'send-limits', 'send-outcome'].map(ofSending),
		},
		{
			mutate: ['send-records', 'receipt-book', 'wait-for-receipt'].map(inSessions),
			tests: ['send-records', 'receipt-book', 'wait-for-receipt'].map(ofSending),
		},
		{
			mutate: ['job-errors', 'job-verdict'].map(inOutbox),
			tests: ['job-errors', 'job-verdict'].map(ofOutbox),
		},
		{ mutate: [inOutbox('send-job')], tests: [ofOutbox('send-job')] },
		{
			mutate: [inOutbox('job-runner')],
			tests: ['job-runner', 'job-runner-waiting'].map(ofOutbox),
		},
		{ mutate: [inOutbox('account-outbox')], tests: [ofOutbox('account-outbox')] },
		{
			mutate: [inOutbox('job-letter'), inGovernor('forecast')],
			tests: ['job-letter', 'forecast'].map(ofOutbox),
		},
	],
	ownership: [
		{
			mutate: ['connection-keeper', 'owned-connection', 'state-report'].map(inSessions),
			tests: ['connection-keeper', 'owned-connection', 'state-report'].map((name) =>
				ofSessions(`ownership/${name}`),
			),
		},
	],
	// One file and its suites each: whatever a part names is loaded again for every change.
	verification: [
		ofVerification('account-keys', 'account-keys'),
		ofVerification('browser-binding', 'browser-binding'),
		ofVerification('verification', 'judge-check'),
		ofVerification('verifier', 'key-ring'),
		ofVerification('limit-refusals', 'limit-refusals'),
		ofVerification('send-rules', 'send-rules'),
		ofVerification('verification-policy', 'verification-policy'),
		ofVerification('leave', 'leave'),
		ofVerification('recipient-phone', 'recipient-phone'),
		ofVerification('verification-item', 'verification-item'),
		ofVerification('transitions', 'transitions'),
		ofVerification('code/code-request', 'code-request'),
		ofVerification('code/code-words', 'code-words'),
		ofVerification('code/judge-check', 'judge-check'),
		ofVerification('code/texts/code-text', 'code-text'),
		ofVerification(
			'code/code-verifications',
			'codes',
			'code-send',
			'code-resend',
			'code-lookup',
			'browser-binding',
		),
		ofVerification('code/code-life', 'codes', 'code-send', 'code-resend'),
		ofVerification('code/which-code', 'code-lookup', 'browser-binding'),
		ofVerification('begin-request', 'code-send', 'approval-send'),
		ofVerification('managed/judge-managed', 'managed/judge-managed', 'managed/managed-turns'),
		ofVerification('link/link-words', 'link-words'),
		ofVerification('link/callback', 'callback'),
		ofVerification('link/link-matcher', 'links', 'link-matcher'),
		ofVerification('link/link-request', 'link-create'),
		ofVerification('link/link-verifications', 'links', 'link-create', 'browser-binding'),
		ofVerification('by-id', 'by-id'),
		ofVerification('reply', 'reply'),
		ofVerification('approval/approval-matcher', 'approval-matcher', 'approvals'),
		ofVerification('approval/approval-message', 'approvals', 'approval-send'),
		ofVerification('approval/approval-request', 'approval-send'),
		ofVerification('approval/approval-life', 'approval-send'),
		ofVerification('approval/approval-verifications', 'approval-send'),
		ofVerification('change-feed', 'change-feed-looks', 'change-feed-life'),
		ofVerification('incoming-watch', 'watching'),
	],
};

function inSessions(name) {
	return `sessions/${name}.ts`;
}

function ofSessions(name) {
	return `test/sessions/${name}.test.ts`;
}

function ofSending(name) {
	return ofSessions(`sending/${name}`);
}

function inGovernor(name) {
	return inSessions(`governor/${name}`);
}

function inOutbox(name) {
	return inSessions(`outbox/${name}`);
}

function ofOutbox(name) {
	return ofSessions(`outbox/${name}`);
}

function ofVerification(name, ...suites) {
	return {
		mutate: [`verification/${name}.ts`],
		tests: suites.map((suite) => `test/verification/${suite}.test.ts`),
	};
}

function ofGovernor(name) {
	return ofSessions(`governor/${name}`);
}
