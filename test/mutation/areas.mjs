/**
 * What `npm run mutation` changes, and the tests that must notice. Only what one process can show: races of several
 * processes, crashes and Postgres are proven by suites that would take minutes for every single change.
 */
export const areas = {
	governor: {
		mutate: ['sessions/governor/*.ts'],
		tests: ['test/sessions/governor/*.test.ts', 'test/sessions/limited-sends.test.ts'],
	},
	outbox: {
		mutate: [
			'sessions/send-flow.ts',
			'sessions/send-admission.ts',
			'sessions/send-records.ts',
			'sessions/receipt-book.ts',
			'sessions/wait-for-receipt.ts',
			'sessions/outbox/*.ts',
		],
		tests: ['test/sessions/*.test.ts', 'test/sessions/outbox/*.test.ts'],
	},
	ownership: {
		mutate: ['sessions/owned-connection.ts', 'sessions/connection-keeper.ts', 'sessions/state-report.ts'],
		tests: ['test/sessions/*.test.ts'],
	},
};

/** Suites that need other processes or servers. */
export const leftOut = ['postgres', 'redis', 'queue', 'processes'];
