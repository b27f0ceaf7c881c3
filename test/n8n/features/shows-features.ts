import list from './feature-list.json';

export type FeatureEngine = keyof typeof list.engines;
export type FeatureId = keyof typeof list.features;

/**
 * Stands first in a test of a real n8n and says what of the feature list it shows, through which engine. The table in
 * the README is made of these lines (`npm run features`), so both stand here as they are, or come from the list of an
 * `each`.
 */
export function showsFeatures(engine: FeatureEngine, ...features: readonly FeatureId[]): void {
	if (expect.getState().currentTestName === undefined) throw new Error('Only a test can show something');
	for (const feature of features) {
		const not: Partial<Record<string, string>> = list.features[feature].not;
		if (not[engine] !== undefined)
			throw new Error(`${feature}: the list says that ${engine} has no such thing`);
	}
}
