import type { EngineAccount, EnginePorts } from './engine';

/** Where messages are approved beforehand: part of the contract of an engine. */
export interface KeepsTemplates<Options> {
	/** Absent where there are no templates. Whoever opens it closes it. */
	openTemplates?(account: EngineAccount<Options>, ports: Omit<EnginePorts, 'store'>): OpenedTemplates;
}

/** One that may be sent. */
export interface ApprovedTemplate {
	readonly name: string;
	/** `en`, `pt_BR` */
	readonly language: string;
}

export interface Templates {
	/** All that are approved, by name. Rejects with KitError. */
	approved(signal: AbortSignal): Promise<readonly ApprovedTemplate[]>;
}

export interface OpenedTemplates extends Templates {
	close(): void;
}
