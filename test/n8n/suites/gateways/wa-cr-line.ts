import { receivedMessage } from '../../../gateways/waCr/record-page';
import { WaCrSimulator } from '../../../gateways/waCr/wa-cr-simulator';
import type { RealN8n } from '../../real-n8n';
import { waCrTrigger } from '../../workflow';
import { GatewayAccount } from './gateway-account';
import { GatewayLine, type Tap, type Writer } from './gateway-line';
import { polledOften } from './polled-often';

const token = 'token-of-the-line-at-wa-cr';

/** An account at a simulated WA.cr: what is written there is found when it is asked. */
export class WaCrLine extends GatewayLine {
	readonly account: GatewayAccount;

	readonly #simulator = new WaCrSimulator({ token });

	#door = '';

	#written = 0;

	constructor(n8n: RealN8n, more: object = {}) {
		super(n8n);
		this.account = new GatewayAccount(n8n, {
			engine: 'waCr',
			credentialType: 'waCrApi',
			data: () => ({ token, baseUrl: this.#simulator.url, ...more }),
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
		const events = ['choice', 'message', 'messageStatus'];
		const door = this.account.node('Door', waCrTrigger, { events, pollTimes: polledOften });
		this.#door = await this.n8n.client.createWorkflow({ name: 'Door of WA.cr', nodes: [door] });
		await this.n8n.client.publish(this.#door);
	}

	async deafen(): Promise<void> {
		if (this.#door) await this.n8n.client.unpublish(this.#door);
	}

	async writes(who: Writer, text: string): Promise<void> {
		await this.#lists({ from: who.digits, text });
	}

	/** Its records do not say which row was tapped: it is known by its title. */
	async taps(who: Writer, { title }: Tap): Promise<void> {
		await this.#lists({ from: who.digits, text: title });
	}

	async writesItself(to: Writer, text: string): Promise<void> {
		await this.#lists({ from: 'staff', text }, { receiver_id: to.digits, _direction: 'outbound' });
	}

	async close(): Promise<void> {
		await this.deafen();
		await this.#simulator.close();
	}

	async #lists(said: { from: string; text: string }, more: object = {}): Promise<void> {
		this.#written += 1;
		this.#simulator.now = Date.now();
		const at = this.#simulator.now;
		const updated_at = new Date(at).toISOString();
		const record = receivedMessage({ id: this.#written, at, updated_at, ...said, ...more });
		this.#simulator.messages = [...this.#simulator.messages, record];
		await Promise.resolve();
	}
}
