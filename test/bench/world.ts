import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClientHandlers } from './processes/client-orders';
import { startProcess, type Handlers, type LinkedProcess } from './processes/process-link';
import type { WhatsAppHandlers } from './processes/whatsapp-process';

export type WhatsApp = LinkedProcess<WhatsAppHandlers>;
export type Client = LinkedProcess<ClientHandlers>;

/** One side of a comparison: a client process linked to a phone of its own, and who writes with it. */
export interface Side {
	readonly name: string;
	readonly client: Client;
	/** Digits. */
	readonly owner: string;
	readonly contact: string;
	/** Of its process. */
	readonly environment: Readonly<Record<string, string>>;
	/** Ids of messages the client library could not decrypt. */
	readonly stubs: string[];
}

const program = (name: string): string => join(__dirname, 'processes', name);

/** Everything one bench needs, ended by `dispose`. */
export class World {
	readonly whatsapp: WhatsApp;

	readonly url: string;

	readonly #environment: Readonly<Record<string, string>>;

	readonly #endings: (() => Promise<unknown>)[] = [];

	#sides = 0;

	private constructor(whatsapp: WhatsApp, started: { url: string; rootKeyHex: string }) {
		this.whatsapp = whatsapp;
		this.url = started.url;
		this.#environment = {
			WHATSAPP_KIT_SERVER_URL: started.url,
			WHATSAPP_KIT_SERVER_ROOT_KEY: started.rootKeyHex,
		};
		this.#endings.push(async () => await whatsapp.stop());
	}

	static async start(): Promise<World> {
		const whatsapp = await startProcess<WhatsAppHandlers>(program('whatsapp-process'));
		return new World(whatsapp, await whatsapp.tell('start'));
	}

	/** The kit on a real store in a folder of its own. */
	async kit(environment: Readonly<Record<string, string>> = {}): Promise<Side> {
		const folder = await this.folder();
		return await this.#side('kit', 'kit-process', { ...this.kitEnvironment(folder), ...environment });
	}

	/** The unmodified client library on a store in memory. */
	async bare(): Promise<Side> {
		return await this.#side('bare', 'bare-process', {});
	}

	/** The same on the client library's own store of files. */
	async bareOnFiles(): Promise<Side> {
		return await this.#side('bare on files', 'bare-process', { BENCH_AUTH_FOLDER: await this.folder() });
	}

	/** Environment of a kit process with this folder as its store. */
	kitEnvironment(folder: string): Record<string, string> {
		return { ...this.#environment, WHATSAPP_KIT_HOME: folder };
	}

	async folder(): Promise<string> {
		const folder = await mkdtemp(join(tmpdir(), 'whatsapp-kit-bench-'));
		this.#endings.unshift(async () => await rm(folder, { recursive: true, force: true }));
		return folder;
	}

	/** Ended with the world unless it ended before. */
	async process<H extends Handlers>(
		name: string,
		env: Readonly<Record<string, string>> = {},
	): Promise<LinkedProcess<H>> {
		const started = await startProcess<H>(program(name), { env });
		this.#endings.push(async () => await started.stop());
		return started;
	}

	async dispose(): Promise<void> {
		for (const end of this.#endings.reverse()) await end();
	}

	async #side(name: string, programName: string, env: Readonly<Record<string, string>>): Promise<Side> {
		const number = (this.#sides += 1);
		const [owner, contact] = [
			`55119876500${number.toString().padStart(2, '0')}`,
			`49151234567${number.toString().padStart(2, '0')}`,
		];
		await this.whatsapp.tell('addPhone', { phone: owner, name: 'Shop' });
		await this.whatsapp.tell('addPhone', { phone: contact, name: 'Ana' });
		const client = await this.process<ClientHandlers>(programName, env);
		const stubs: string[] = [];
		client.on('stub', (id: string) => stubs.push(id));
		let scanned = false;
		client.on('qr', (qr: string) => {
			// Later codes replace the first; a phone scans once.
			if (!scanned) void this.whatsapp.tell('scan', { phone: owner, qr });
			scanned = true;
		});
		await client.tell('link', { url: this.url });
		return { name, client, owner, contact, environment: env, stubs };
	}
}
