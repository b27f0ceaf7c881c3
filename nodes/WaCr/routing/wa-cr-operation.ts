import type { IHttpRequestMethods, INodeProperties } from 'n8n-workflow';

/** What becomes of an answer that says yes. */
export type AnswerKind =
	/** One item of its `data`. */
	| 'record'
	/** An item per entry, from as many pages as are wanted. */
	| 'list'
	/** `{ deleted: true }` */
	| 'deleted'
	/** As it is: some answers have no `data`. */
	| 'whole'
	/** `verified`, also where the answer says no because of the code. */
	| 'verdict';

/** One operation: what it is called, what it asks of WA.cr, and its fields. */
export interface WaCrOperation {
	readonly value: string;
	readonly name: string;
	readonly action: string;
	readonly description: string;
	readonly method: IHttpRequestMethods;
	/** Below the base URL; may be an expression. */
	readonly url: string;
	/** What the token needs. */
	readonly scope: string;
	readonly answer: AnswerKind;
	/** Fresh objects at every call. */
	fields?(): INodeProperties[];
}

export interface WaCrResource {
	readonly value: string;
	readonly name: string;
	readonly operations: readonly WaCrOperation[];
	readonly defaultOperation: string;
}
