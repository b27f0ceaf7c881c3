import type { IDataObject, IHttpRequestMethods, INodeProperties, PostReceiveAction } from 'n8n-workflow';

/** One request to a gateway: what a person sees of it, where it goes, and what its answer becomes. */
export interface RestOperation {
	/** What is stored in workflows: never changes. */
	readonly value: string;
	readonly name: string;
	readonly action: string;
	readonly description: string;
	readonly method: IHttpRequestMethods;
	/** Behind the base address of the API. */
	readonly url: string;
	/** Beside what the fields put there. */
	readonly body?: IDataObject;
	/** Its answer to items. */
	readonly read: PostReceiveAction[];
	readonly fields?: readonly INodeProperties[];
}

export interface RestResource {
	readonly value: string;
	readonly name: string;
	/** Operation chosen at first. */
	readonly initial: string;
	readonly operations: readonly RestOperation[];
}
