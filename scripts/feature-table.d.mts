import type { ShownFeature } from './shown-features.mjs';

export interface FeatureList {
	/** Titles of the columns, by engine. */
	engines: Record<string, string>;
	reasons: Record<string, string>;
	/** `not`: the reason why an engine has no such thing. */
	features: Record<string, { row: number; name: string; not: Record<string, string> }>;
}

export declare function featureList(): FeatureList;
export declare function faults(
	list: FeatureList,
	shown: ReadonlyArray<Pick<ShownFeature, 'feature' | 'engine' | 'place'>>,
): string[];
export declare function tableOf(list: FeatureList): string;
export declare function withTable(text: string, list: FeatureList): Promise<string>;
