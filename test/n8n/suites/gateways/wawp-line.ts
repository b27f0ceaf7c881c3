import { randomUUID } from 'node:crypto';
import { WawpSimulator } from '../../../gateways/wawp/wawp-simulator';
import type { RealN8n } from '../../real-n8n';
import { wawpTrigger } from '../../workflow';
import { GatewayAccount } from './gateway-account';
import { GatewayLine, type Tap, type Writer } from './gateway-line';

const instance = { instanceId: 'F6E5D4C3B2A1', accessToken: 'token-of-the-line-at-wawp' };

/** A number at a simulated Wawp. */
export class WawpLine extends GatewayLine {
	readonly account: GatewayAccount;

	readonly #simulator = new WawpSimulator(instance);

	#door = '';

	#written = 0;

	constructor(n8n: RealN8n, more: object = {}) {
		super(n8n);
		this.account = new GatewayAccount(n8n, {
			engine: 'wawp',
			credentialType: 'wawpApi',
			data: () => ({ ...instance, baseUrl: this.#simulator.url, ...more }),
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
		const door = this.account.node('Door', wawpTrigger, { events: ['message', 'message.any'] });
		const nodes = [{ ...door, webhookId: randomUUID() }];
		this.#door = await this.n8n.client.createWorkflow({ name: 'Door of Wawp', nodes });
		await this.n8n.client.publish(this.#door);
	}

	async deafen(): Promise<void> {
		if (this.#door) await this.n8n.client.unpublish(this.#door);
	}

	async writes(who: Writer, text: string): Promise<void> {
		await this.#deliver('message', who, { body: text });
	}

	async taps(who: Writer, { messageId, rowId, title }: Tap): Promise<void> {
		const listResponse = { singleSelectReply: { selectedRowId: rowId } };
		const answer = { replyTo: { id: messageId }, _data: { notifyName: who.name, listResponse } };
		await this.#deliver('message', who, { body: title, ...answer });
	}

	async writesItself(to: Writer, text: string): Promise<void> {
		const own = { from: '15550001000@c.us', to: `${to.digits}@c.us`, fromMe: true, body: text };
		await this.#deliver('message.any', to, own);
	}

	async close(): Promise<void> {
		await this.deafen();
		await this.#simulator.close();
	}

	async #deliver(event: string, { digits, name }: Writer, said: object): Promise<void> {
		this.#written += 1;
		const payload = {
			id: `false_${digits}@c.us_${this.#written}`,
			timestamp: Math.floor(Date.now() / 1_000),
			from: `${digits}@c.us`,
			fromMe: false,
			_data: { notifyName: name },
			...said,
		};
		const statuses = await this.#simulator.deliver(event, payload, `evt_line_${this.#written}`);
		expect(statuses).toEqual([200]);
	}
}
