export interface N8nHost {
	node: string;
	entry: string;
	version: string;
}

export interface Ended {
	code: number | null;
	signal: NodeJS.Signals | null;
	error?: Error;
}

export declare class N8nProcess {
	readonly address: string;
	readonly logFile: string;
	readonly pid: number;
	readonly exited: Promise<Ended>;
	readonly hasExited: boolean;
	log(): string;
	ready(withinMs?: number): Promise<void>;
	stop(signal?: NodeJS.Signals, withinMs?: number): Promise<Ended>;
}

export declare function startN8n(options: {
	host: N8nHost;
	userFolder: string;
	logFile: string;
	port?: number;
	env?: Record<string, string>;
	/** @default start */
	command?: 'start' | 'worker';
}): Promise<N8nProcess>;
