export interface Login {
	email: string;
	password: string;
	firstName?: string;
	lastName?: string;
}

export declare class N8nRest {
	constructor(address: string);
	readonly address: string;
	call<T = unknown>(
		method: string,
		path: string,
		body?: unknown,
		headers?: Record<string, string>,
	): Promise<T>;
	bytes(path: string): Promise<Buffer>;
	nodeTypes(): Promise<Array<Record<string, unknown>>>;
	hasOwner(): Promise<boolean>;
	signIn(login: Login): Promise<void>;
}
