import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startProcess } from '../../bench/processes/process-link';
import type { WhatsAppHandlers } from '../../bench/processes/whatsapp-process';
import type { WhatsApp } from '../../bench/world';
import { CrashingKit } from './crashing-kit';
import { Disasters } from './disasters';

export interface CrashRunOptions {
	/** Messages each way. */
	readonly messages: number;
	/** How often the cable is pulled. */
	readonly drops: number;
	/** How often the kit's process is killed with SIGKILL. */
	readonly kills: number;
	readonly seed: number;
	/** Sends on their way at once. */
	readonly width: number;
	/** The phone writes one message in this time, ms. */
	readonly everyMs: number;
	/** Longest wait at the end for what is still under way, ms. */
	readonly settleMs: number;
	/** Further variables of the kit's process: where its store is. */
	readonly environment?: Readonly<Record<string, string>>;
}

export interface CrashRunOutcome {
	/** Messages the phone wrote that were never handed to the subscriber. */
	readonly lostIn: readonly string[];
	/** Handed over under more than one envelope id: a second execution. */
	readonly duplicatedIn: readonly string[];
	/** Times an envelope was handed over again; n8n refuses these by their key. */
	readonly repeatedIn: number;
	/** Sends that ended well and stand on no screen. */
	readonly lostOut: readonly string[];
	/** Texts that stand on the screen more than once. */
	readonly duplicatedOut: readonly string[];
	/** Copies that reached the phone beyond the first, under the same message id. */
	readonly repeatedOut: number;
	/** Sends the driver had to try again under the same key. */
	readonly retries: number;
	readonly drops: number;
	readonly kills: number;
	/** Times the phone or the client could not read something at first. */
	readonly unreadable: number;
	/** Why, each reason once. */
	readonly reasons: readonly string[];
	/** What the driver was told when it had to try again, and how often. */
	readonly refusals: ReadonlyMap<string, number>;
	readonly tookMs: number;
	readonly protocolErrors: readonly string[];
	/** Linked devices at the end: more than one means a second identity. */
	readonly devices: number;
}

const owner = '5511987654321';
const contact = '4915123456789';

/** Messages both ways while sockets drop and the kit's process is killed. The same seed, the same disasters. */
export async function crashRun(options: CrashRunOptions): Promise<CrashRunOutcome> {
	const begun = Date.now();
	const folder = await mkdtemp(join(tmpdir(), 'whatsapp-kit-crash-'));
	const whatsapp: WhatsApp = await startProcess<WhatsAppHandlers>(
		join(__dirname, '..', '..', 'bench', 'processes', 'whatsapp-process'),
	);
	const { url, rootKeyHex } = await whatsapp.tell('start');
	await whatsapp.tell('addPhone', { phone: owner, name: 'Shop' });
	await whatsapp.tell('addPhone', { phone: contact, name: 'Ana' });
	const kit = new CrashingKit({
		WHATSAPP_KIT_HOME: folder,
		WHATSAPP_KIT_SERVER_URL: url,
		WHATSAPP_KIT_SERVER_ROOT_KEY: rootKeyHex,
		...options.environment,
	});
	try {
		await kit.startLinked(async (qr) => await whatsapp.tell('scan', { phone: owner, qr }));
		const disasters = new Disasters(options, {
			drop: async () => await whatsapp.tell('drop', owner),
			kill: async () => await kit.crash(),
			isReady: async () => await whatsapp.tell('waitForLogin', owner),
		});
		const [said, sent] = await Promise.all([
			sayAll(whatsapp, options, disasters),
			sendAll(kit, options, disasters),
			disasters.run(),
		]);
		await settle(whatsapp, kit, options, said);
		return {
			...(await evaluate(whatsapp, kit, said, sent)),
			drops: disasters.drops,
			kills: kit.kills,
			tookMs: Date.now() - begun,
		};
	} finally {
		await kit.stop();
		await whatsapp.stop();
		await rm(folder, { recursive: true, force: true });
	}
}

/** Resolves with the ids of what the phone wrote. */
async function sayAll(
	whatsapp: WhatsApp,
	{ messages, everyMs }: CrashRunOptions,
	disasters: Disasters,
): Promise<string[]> {
	const ids: string[] = [];
	for (let index = 0; index < messages; index += 1) {
		ids.push(...(await whatsapp.tell('say', { from: contact, to: owner, texts: [`in ${index}`] })));
		disasters.progress();
		await pause(everyMs);
	}
	return ids;
}

/** Every text under a key of its own, tried again as n8n's retry would. Resolves with the texts. */
async function sendAll(
	kit: CrashingKit,
	{ messages, width }: CrashRunOptions,
	disasters: Disasters,
): Promise<string[]> {
	const texts = Array.from({ length: messages }, (_, index) => `out ${index}`);
	const waiting = [...texts.entries()];
	const worker = async (): Promise<void> => {
		for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
			const [index, text] = next;
			await kit.sendUntilSent({ key: `execution-${index}:node:0:0`, recipient: contact, text });
			disasters.progress();
		}
	};
	await Promise.all(Array.from({ length: width }, worker));
	return texts;
}

async function settle(
	whatsapp: WhatsApp,
	kit: CrashingKit,
	{ settleMs }: CrashRunOptions,
	said: readonly string[],
): Promise<void> {
	const deadline = Date.now() + settleMs;
	while (Date.now() < deadline) {
		const [unacknowledged = 0] = await whatsapp.tell('unacknowledged', owner);
		if (unacknowledged === 0 && said.every((id) => kit.has(id))) return;
		await pause(50);
	}
}

async function evaluate(
	whatsapp: WhatsApp,
	kit: CrashingKit,
	said: readonly string[],
	sent: readonly string[],
) {
	const screen = await whatsapp.tell('screen', contact);
	const shown = new Map<string, number>();
	for (const { text, fromMe } of screen.messages) if (!fromMe) shown.set(text, (shown.get(text) ?? 0) + 1);
	return {
		lostIn: said.filter((id) => !kit.has(id)),
		duplicatedIn: kit.underSeveralEnvelopes(),
		repeatedIn: kit.repetitions,
		lostOut: sent.filter((text) => !shown.has(text)),
		duplicatedOut: [...shown].filter(([, times]) => times > 1).map(([text]) => text),
		repeatedOut: screen.copies.reduce((sum, { count }) => sum + count - 1, 0),
		retries: kit.retries,
		refusals: kit.refusals,
		unreadable: screen.failures,
		reasons: screen.reasons,
		protocolErrors: await whatsapp.tell('protocolErrors'),
		devices: (await whatsapp.tell('linkedDevices', owner)).length,
	};
}
