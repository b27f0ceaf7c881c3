import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { EngineId } from '../../engines/engine';
import type { AccountConfig } from '../../runtime/kit';
import type { Session } from '../../sessions/session';
import type { AccountWaits } from '../../waits/account-waits';
import type { ItemParameters } from './item-parameters';

/** One entry of an Operation selector, with everything n8n shows of it. */
export interface OperationOption {
	/** What is stored in workflows: never changes. */
	readonly value: string;
	readonly name: string;
	/** Shown in the list of actions: "Send a text message". */
	readonly action: string;
	readonly description: string;
	/** Offered for these ways to connect alone. @default all of them */
	readonly engines?: readonly EngineId[];
}

/** What every operation is given for one item, whatever stands behind its node. */
export interface ItemContext {
	/** n8n's own context: binary data, node, helpers. */
	readonly host: IExecuteFunctions;
	readonly itemIndex: number;
	readonly parameters: ItemParameters;
	readonly account: Pick<AccountConfig, 'name' | 'engine'>;
	/** Fires when the execution is cancelled. */
	readonly signal: AbortSignal;
	/** Key of this item in this run: the same send tried twice is sent once. */
	readonly idempotencyKey: string;
}

/** Of operations that work on the session of the account. */
export interface OperationContext extends ItemContext {
	readonly session: Session;
	readonly waits: Waits;
}

/** Questions that executions sleep on. */
export type Waits = Pick<AccountWaits, 'ask' | 'askApproval' | 'woken'>;

/** One file under `actions/`: fields beside behaviour. */
export interface OperationModule<Context extends ItemContext = OperationContext> {
	readonly operation: OperationOption;
	/** Fresh objects at every call: n8n changes the arrays it is given. */
	fields(): INodeProperties[];
	/** The items this item turns into; the loop adds `pairedItem`. Rejects with KitError or NodeOperationError. */
	execute(context: Context): Promise<INodeExecutionData[]>;
}

/** A resource of the node and its operations, in the order shown. */
export interface ResourceModule<Context extends ItemContext = OperationContext> {
	readonly resource: { readonly value: string; readonly name: string; readonly description: string };
	/** Value of the operation chosen at first. */
	readonly defaultOperation: string;
	readonly operations: readonly OperationModule<Context>[];
}
