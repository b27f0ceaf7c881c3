/**
 * What `npm run mutation` changes, and the tests that must notice. Each part names the fewest suites that are there
 * to notice it: every change runs all of them. Races of several processes, crashes and Postgres are left out; a
 * single change would take minutes there.
 */
export const areas = {
	governor: [
		{
			mutate: ['active-hours', 'lane', 'limit-policy', 'parse-limits', 'rules', 'warm-up'].map(inGovernor),
			tests: ['active-hours', 'lane', 'parse-limits', 'rules', 'warm-up'].map(ofGovernor),
		},
		{
			mutate: ['governor', 'ledger', 'limited-error', 'limits-report'].map(inGovernor),
			tests: [
				...['embedded-governor', 'governor', 'limited-error'].map(ofGovernor),
				ofSessions('limited-sends'),
			],
		},
	],
	outbox: [
		{
			mutate: ['send-flow', 'send-admission', 'send-records', 'receipt-book', 'wait-for-receipt'].map(
				inSessions,
			),
			tests: ['limited-sends', 'managed-session', 'receipt-book', 'send-records'].map(ofSessions),
		},
		{
			mutate: ['account-outbox', 'job-errors', 'job-runner', 'job-verdict', 'send-job'].map(inOutbox),
			tests: ['queued-sends'].map(ofOutbox),
		},
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
};

function inSessions(name) {
	return `sessions/${name}.ts`;
}

function ofSessions(name) {
	return `test/sessions/${name}.test.ts`;
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

function ofGovernor(name) {
	return ofSessions(`governor/${name}`);
}
