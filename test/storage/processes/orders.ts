import type { PostgresSettings } from '../../../storage/dialects/postgres/settings';

/** What a test tells a store process, and what it hears back. */
export type Order = { readonly id: number } & (
	| OpenOrder
	| {
			readonly do: 'acquireMany';
			readonly accountId: string;
			readonly times: number;
			readonly now: number;
			readonly ttlMs: number;
	  }
	| {
			readonly do: 'reserveMany';
			readonly accountId: string;
			readonly times: number;
			readonly now: number;
	  }
	| { readonly do: 'commitForever'; readonly accountId: string }
	| { readonly do: 'commitMany'; readonly accountId: string; readonly times: number }
	/** Under the lease of the last commitMany, however long ago that was. */
	| { readonly do: 'commitAgain'; readonly accountId: string }
	| { readonly do: 'commitThroughOutages'; readonly accountId: string; readonly times: number }
	| { readonly do: 'migrate'; readonly path: string }
	| { readonly do: 'migratePostgres'; readonly settings: PostgresSettings }
	| { readonly do: 'becomeUser'; readonly uid: number }
);

/** `to: 0` is told unasked: that the process is ready, or a number it committed. */
export interface Answer {
	readonly to: number;
	readonly result?: unknown;
	readonly error?: { readonly code: string; readonly message: string };
}

export type OpenOrder =
	| { readonly do: 'open'; readonly folder: string }
	| { readonly do: 'openPostgres'; readonly settings: PostgresSettings };
