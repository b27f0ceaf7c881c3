import { loopbackKit, type KitRun, type LoopbackKit } from '../fixtures/linked-kit';
import { until } from '../fixtures/until';
import type { LinkedDevice, Phone } from '../whatsapp';

/**
 * The client library gathers what came while it was away and tells of it at the end. A socket that dies in
 * between takes that along, after the receipts have gone: the server will not send these messages again.
 */
describe('a socket that dies after acknowledging messages it has not told of', () => {
	let world: LoopbackKit;
	let ana: Phone;
	let run: KitRun;
	let device: LinkedDevice;

	beforeAll(async () => {
		world = await loopbackKit();
		ana = world.server.addPhone({ phone: '4915123456789', name: 'Ana' });
		run = await world.startLinked();
		device = [...world.owner.account.devices.values()][0]!;
		await ana.say(world.owner, 'first');
		await run.events.waitFor(({ event }) => event.event === 'message' && event.text === 'first');
	});

	afterAll(async () => await world.dispose());

	it('loses none of them and hands each over once, without a restart', async () => {
		const texts = ['one', 'two', 'three'];
		withholdEndMark(device);
		world.server.dropSocket(world.owner);
		for (const text of texts) await ana.say(world.owner, text);
		await until(() => device.active && device.queue.size === 0);
		world.server.dropSocket(world.owner);
		const heard = (): (string | undefined)[] =>
			run.events.all.map(({ event }) => (event.event === 'message' ? event.text : undefined));
		await until(() => texts.every((text) => heard().includes(text)));
		await until(() => device.active);
		expect(heard()).toEqual(['first', ...texts]);
	});
});

/** At the next login alone: everything missed is sent, but not that it was all. */
function withholdEndMark(device: LinkedDevice): void {
	device.activate = function once() {
		delete (this as { activate?: unknown }).activate;
		this.active = true;
		for (const stanza of this.queue.pending()) this.connection?.send(stanza);
	};
}
