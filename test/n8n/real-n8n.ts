import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startN8n } from '../../scripts/n8n-process.mjs';
import type { N8nHost, N8nProcess } from '../../scripts/n8n-process.mjs';
import { muteSignalLibrary, startLoopbackWhatsApp } from '../whatsapp';
import { N8nClient } from './n8n-client';
import { waitUntil } from './wait-until';

type LoopbackWhatsApp = Awaited<ReturnType<typeof startLoopbackWhatsApp>>;

interface Settings {
	host: N8nHost;
	template: string;
	runs: string;
}

function settings(): Settings {
	const text = process.env.WHATSAPP_KIT_TEST_N8N;
	if (!text) throw new Error('These tests need an installed n8n. Run them with: npm run test:n8n');
	return JSON.parse(text) as Settings;
}

/** A real n8n with the packed package in it, beside a loopback WhatsApp that it is wired to. */
export class RealN8n {
	readonly #settings = settings();
	readonly #userFolder: string;
	readonly #logs: string[] = [];
	#process: N8nProcess | undefined;
	#client: N8nClient | undefined;
	#whatsApp: LoopbackWhatsApp | undefined;

	/** `environment` is for all its processes, beside what every test sets. */
	constructor(
		private readonly name: string,
		private readonly environment: () => Record<string, string> = () => ({}),
	) {
		this.#userFolder = join(this.#settings.runs, name);
	}

	get version(): string {
		return this.#settings.host.version;
	}

	/** A file that is kept after the run, as the logs are. */
	keptFile(name: string): string {
		return join(this.#settings.runs, name);
	}

	get client(): N8nClient {
		return present(this.#client);
	}

	get whatsApp(): LoopbackWhatsApp {
		return present(this.#whatsApp);
	}

	async start(): Promise<void> {
		mkdirSync(this.#userFolder, { recursive: true });
		cpSync(this.#settings.template, this.#userFolder, { recursive: true, verbatimSymlinks: true });
		// The phones' library prints its keys on the console of this test.
		muteSignalLibrary();
		this.#whatsApp = await startLoopbackWhatsApp();
		await this.startN8n();
	}

	/** Starts n8n on the data of the last time. */
	async startN8n(): Promise<void> {
		this.#process = await startN8n({
			host: this.#settings.host,
			userFolder: this.#userFolder,
			logFile: join(this.#settings.runs, `${this.name}-${this.#logs.length + 1}.log`),
			env: await this.#processEnvironment(),
		});
		this.#client = new N8nClient(this.#process.address);
		await this.#client.signIn();
	}

	/** Process id of main. */
	get pid(): number {
		return present(this.#process).pid;
	}

	/** A second n8n on the same folder, as when somebody starts it twice. The caller stops it. */
	async startBeside(name: string): Promise<{ process: N8nProcess; client: N8nClient }> {
		const process = await startN8n({
			host: this.#settings.host,
			userFolder: this.#userFolder,
			logFile: join(this.#settings.runs, `${this.name}-${name}.log`),
			env: await this.#processEnvironment(),
		});
		const client = new N8nClient(process.address);
		await client.signIn();
		return { process, client };
	}

	/** A worker of queue mode, with a folder of its own as in a container. The caller stops it. */
	async startWorker(name: string): Promise<N8nProcess> {
		const userFolder = join(this.#settings.runs, `${this.name}-${name}`);
		mkdirSync(userFolder, { recursive: true });
		cpSync(this.#settings.template, userFolder, { recursive: true, verbatimSymlinks: true });
		return await startN8n({
			host: this.#settings.host,
			userFolder,
			logFile: join(this.#settings.runs, `${this.name}-${name}.log`),
			env: await this.#processEnvironment(),
			command: 'worker',
		});
	}

	async #processEnvironment(): Promise<Record<string, string>> {
		const caFile = join(this.#userFolder, 'media-ca.pem');
		await this.whatsApp.media.writeCaFile(caFile);
		return {
			WHATSAPP_KIT_SERVER_URL: this.whatsApp.url,
			WHATSAPP_KIT_SERVER_ROOT_KEY: this.whatsApp.rootKeyHex,
			NODE_EXTRA_CA_CERTS: caFile,
			...this.environment(),
		};
	}

	/** SIGTERM is an orderly end, SIGKILL a power cut. */
	async stopN8n(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
		await this.#process?.stop(signal);
		if (this.#process) this.#logs.push(this.#process.log());
		this.#process = undefined;
	}

	/** Publishes a workflow and waits for its WhatsApp trigger: n8n says published before it hears anything. */
	async publish(workflowId: string): Promise<void> {
		const listening = (): number => this.log().split('WhatsApp trigger is listening').length;
		const before = listening();
		await this.client.publish(workflowId);
		await waitUntil(`the trigger of workflow ${workflowId} listens`, () => listening() > before);
	}

	/** Everything n8n has written, of this start and the earlier ones. */
	log(): string {
		return [...this.#logs, this.#process?.log() ?? ''].join('\n');
	}

	async stop(): Promise<void> {
		await this.stopN8n();
		await this.#whatsApp?.close();
	}
}

function present<T>(value: T | undefined): T {
	if (value === undefined) throw new Error('n8n has not been started');
	return value;
}
