export interface ShownFeature {
	feature: string;
	engine: string;
	/** Title of the test, as it is written. */
	test: string;
	/** File and line. */
	place: string;
}

export declare function shownFeatures(): ShownFeature[];
export declare function shownIn(path: string, text: string): ShownFeature[];
