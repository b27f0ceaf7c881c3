import { randomUUID } from 'node:crypto';
import { waaBotMessage } from '../../../gateways/waaBot/waa-bot-deliveries';
import { waaBotAccount, WaaBotSimulator } from '../../../gateways/waaBot/waa-bot-simulator';
import type { RealN8n } from '../../real-n8n';
import { waaBotTrigger } from '../../workflow';
import { GatewayAccount } from './gateway-account';
import { GatewayLine, type Tap, type Writer } from './gateway-line';

/** A bot at a simulated WaaBot. */
export class WaaBotLine extends GatewayLine {
	readonly account: GatewayAccount;

	readonly #simulator = new WaaBotSimulator();

	#door = '';

	#written = 0;

	constructor(n8n: RealN8n, more: object = {}) {
		super(n8n);
		this.account = new GatewayAccount(n8n, {
			engine: 'waaBot',
			credentialType: 'waaBotApi',
			data: () => ({
				...waaBotAccount,
				accountLogin: 'password',
				baseUrl: this.#simulator.url,
				...more,
			}),
		});
	}

	get taken() {
		return this.#simulator.sent;
	}

	async open(): Promise<void> {
		await this.#simulator.listen();
		await this.account.open();
	}

	async hear(): Promise<void> {
		const door = this.account.node('Door', waaBotTrigger, { events: ['onMessage', 'onAnyMessage'] });
		const nodes = [{ ...door, webhookId: randomUUID() }];
		this.#door = await this.n8n.client.createWorkflow({ name: 'Door of WaaBot', nodes });
		await this.n8n.client.publish(this.#door);
	}

	async deafen(): Promise<void> {
		if (this.#door) await this.n8n.client.unpublish(this.#door);
	}

	async writes(who: Writer, text: string): Promise<void> {
		await this.#deliver(who, { conversation: text });
	}

	async taps(who: Writer, { messageId, rowId, title }: Tap): Promise<void> {
		const contextInfo = { stanzaId: messageId, participant: '15550001000@s.whatsapp.net' };
		const singleSelectReply = { selectedRowId: rowId };
		await this.#deliver(who, {
			listResponseMessage: { title, listType: 1, singleSelectReply, contextInfo },
		});
	}

	async writesItself(to: Writer, text: string): Promise<void> {
		await this.#deliver(to, { conversation: text }, { fromMe: true });
	}

	async close(): Promise<void> {
		await this.deafen();
		await this.#simulator.close();
	}

	async #deliver(
		{ digits, name }: Writer,
		message: Readonly<Record<string, unknown>>,
		key: Readonly<Record<string, unknown>> = {},
	): Promise<void> {
		this.#written += 1;
		const delivery = waaBotMessage({ id: `LINE${this.#written}`, from: digits, name }, message, key);
		const body = { ...delivery.body, messageTimestamp: Math.floor(Date.now() / 1_000) };
		expect(await this.#simulator.deliver({ ...delivery, body })).toBe(200);
	}
}
