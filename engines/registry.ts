import { KitError } from '../messages/kit-error';
import type { Engine, EngineId } from './engine';
import { webEngine } from './web/web-engine';
import { parseWebOptions } from './web/web-options';

interface RegisteredEngine {
	readonly engine: Engine<never>;
	/** Credential data to the engine's options. Throws `invalidInput`. */
	parseOptions(credential: unknown): unknown;
}

/** The one list of engines. A new engine is a folder and a line here. */
const ENGINES: Partial<Record<EngineId, RegisteredEngine>> = {
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
