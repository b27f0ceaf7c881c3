import type { Engine, EngineAccount, EnginePorts } from '../engines/engine';
import type { MediaFetcher } from '../messages/media/media-fetcher';
import type { LimitPolicy } from './governor/limit-policy';
import type { OwnershipPorts } from './owned-connection';
import type { Remote } from './remote/join-processes';

export interface ManagedSessionPorts extends OwnershipPorts, Pick<EnginePorts, 'random' | 'environment'> {
	readonly fetchMedia: MediaFetcher;
	/** The way to other processes of this n8n; without it there are none. */
	readonly remote?: Remote;
}

export interface ManagedAccount {
	readonly account: EngineAccount;
	readonly engine: Engine;
	readonly storageKey: string | undefined;
	/** Default: no limits. */
	readonly limits?: LimitPolicy;
}
