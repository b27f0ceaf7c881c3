import { createHash } from 'node:crypto';
import { NodeOperationError } from 'n8n-workflow';
import type { IHookFunctions } from 'n8n-workflow';
import type { EngineId, Webhook, Webhooks } from '../../engines/engine';
import { readAccount } from './account';
import { loadKit } from './load-kit';
import { isKitError, toNodeError } from './node-error';
import { withSecret } from './webhook-secret';
import { isByHand, memoryOf, secretForAddress, signatureOf } from './webhook-settings';

/** Longest time for a question and a change, ms. */
const LIMIT_MS = 30_000;

/** n8n's `webhookMethods` of a trigger whose gateway is told by API where to deliver. */
export class WebhookRegistration {
	readonly #context: IHookFunctions;

	readonly #engine: EngineId;

	constructor(context: IHookFunctions, engine: EngineId) {
		this.#context = context;
		this.#engine = engine;
	}

	async exists(): Promise<boolean> {
		if (isByHand(this.#context)) return false;
		const webhook = this.#webhook();
		try {
			return await (await this.#webhooks()).has(webhook, AbortSignal.timeout(LIMIT_MS));
		} catch (error) {
			// One that is away when n8n starts must not keep the workflow from hearing what it delivers later.
			return isAway(error) && memoryOf(this.#context).registered === markOf(webhook);
		}
	}

	/** Throws NodeOperationError for what a person has to mend, and while the gateway is away: n8n tries again. */
	async create(): Promise<boolean> {
		const context = this.#context;
		signatureOf(context);
		const webhook = this.#webhook();
		if (isByHand(context)) return true;
		try {
			await (await this.#webhooks()).add(webhook, AbortSignal.timeout(LIMIT_MS));
			memoryOf(context).registered = markOf(webhook);
			return true;
		} catch (error) {
			if (!isKitError(error) || error.reason !== 'subscription_required')
				throw toNodeError(context.getNode(), error);
			this.#tellForbidden(error.what);
			return true;
		}
	}

	/** Never throws: a workflow can be unpublished whatever the gateway says. */
	async remove(): Promise<boolean> {
		const context = this.#context;
		delete memoryOf(context).registered;
		if (isByHand(context)) return true;
		try {
			const url = context.getNodeWebhookUrl('default') ?? '';
			await (await this.#webhooks()).remove(url, AbortSignal.timeout(LIMIT_MS));
			return true;
		} catch (error) {
			if (isKitError(error) && error.reason === 'subscription_required') return true;
			context.logger.warn(
				'The webhook of a WhatsApp trigger could not be taken back; remove it at the gateway by hand',
				{
					node: context.getNode().name,
					error: error instanceof Error ? error.message : String(error),
				},
			);
			return false;
		}
	}

	#webhook(): Webhook {
		const url = this.#context.getNodeWebhookUrl('default') ?? '';
		const events = this.#context.getNodeParameter('events', []) as string[];
		return { url: withSecret(url, secretForAddress(this.#context)), events };
	}

	async #webhooks(): Promise<Webhooks> {
		const account = await readAccount(this.#context, this.#engine);
		return loadKit({ logger: this.#context.logger }).webhooks(account);
	}

	/** A published workflow serves deliveries of an address that was entered by hand; a test has somebody watching. */
	#tellForbidden(what: string): void {
		const context = this.#context;
		const next =
			"Choose 'By Hand' in 'Register Webhook', fill 'Webhook Secret', and enter the webhook URL with '?secret=' and the secret behind it at the gateway.";
		if (context.getMode() === 'manual')
			throw new NodeOperationError(context.getNode(), what, { description: next });
		context.logger.warn(`${what} Nothing will be delivered to this trigger. ${next}`, {
			node: context.getNode().name,
			workflow: context.getWorkflow().name,
			webhookUrl: context.getNodeWebhookUrl('default'),
		});
	}
}

function isAway(error: unknown): boolean {
	return isKitError(error) && (error.code === 'notConnected' || error.code === 'limited');
}

function markOf({ url, events }: Webhook): string {
	return createHash('sha256')
		.update(JSON.stringify([url, [...events].sort()]))
		.digest('base64url');
}
