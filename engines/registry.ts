import { KitError } from '../messages/kit-error';
import type { Engine, EngineId } from './engine';
import { waaBotEngine } from './waaBot/waa-bot-engine';
import { parseWaaBotOptions } from './waaBot/waa-bot-options';
import { waCrEngine } from './waCr/wa-cr-engine';
import { parseWaCrOptions } from './waCr/wa-cr-options';
import { wawpEngine } from './wawp/wawp-engine';
import { parseWawpOptions } from './wawp/wawp-options';
import { whatsAuthEngine } from './whatsAuth/whats-auth-engine';
import { parseWhatsAuthOptions } from './whatsAuth/whats-auth-options';
import { webEngine } from './web/web-engine';
import { parseWebOptions } from './web/web-options';

interface RegisteredEngine {
	readonly engine: Engine<never>;
	/** Credential data to the engine's options. Throws `invalidInput`. */
	parseOptions(credential: unknown): unknown;
}

/** The one list of engines. A new engine is a folder and a line here. */
const ENGINES: Partial<Record<EngineId, RegisteredEngine>> = {
	waaBot: { engine: waaBotEngine as Engine<never>, parseOptions: parseWaaBotOptions },
	waCr: { engine: waCrEngine as Engine<never>, parseOptions: parseWaCrOptions },
	wawp: { engine: wawpEngine as Engine<never>, parseOptions: parseWawpOptions },
	whatsAuth: { engine: whatsAuthEngine as Engine<never>, parseOptions: parseWhatsAuthOptions },
	web: { engine: webEngine as Engine<never>, parseOptions: parseWebOptions },
};

export function findEngine(id: EngineId): RegisteredEngine {
	const found = ENGINES[id];
	if (found) return found;
	throw new KitError({
		code: 'notSupported',
		what: `There is no engine called "${id}".`,
		why: `Known engines: ${Object.keys(ENGINES).join(', ')}.`,
		next: 'Choose one of them in "Connect Through".',
	});
}
