import { randomUUID } from 'node:crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * `<execution>:<node>:<item>:<run>`: the same for a retry of the node within a run ("Retry On Fail"),
 * another one for the next round of a loop and for every new execution.
 */
export function itemKey(host: IExecuteFunctions, itemIndex: number): string {
	const execution = host.getExecutionId() || randomUUID();
	return `${execution}:${host.getNode().id}:${itemIndex}:${runIndex(host)}`;
}

/** On n8n's contexts, though not in their published type; the data proxy carries it too, but costs more. */
function runIndex(host: IExecuteFunctions & { readonly runIndex?: unknown }): number {
	if (typeof host.runIndex === 'number') return host.runIndex;
	const fromProxy: unknown = host.getWorkflowDataProxy(0).$runIndex;
	return typeof fromProxy === 'number' ? fromProxy : 0;
}
