import type { Engine } from '../../engines/engine';
import type { OutgoingKind } from '../../messages/outgoing';
import { GatewayWorld } from '../gateways/gateway-world';
import { answers } from '../gateways/conformance/answers';
import { events } from '../gateways/conformance/events';
import { faults } from '../gateways/conformance/faults';
import { lives } from '../gateways/conformance/lives';
import { sends, sendsNothing } from '../gateways/conformance/sends';
import { engineConformance } from './engine-conformance';
import type { SimulatedGateway } from '../gateways/simulated-gateway';

export interface GatewayUnderTest {
	readonly name: string;
	/** A simulator that listens, with everything in order. */
	open(): Promise<OpenedGateway>;
	/** What this gateway cannot be asked, and why; the tests of it are left out. */
	readonly gaps?: Partial<Record<GatewayGap, string>>;
}

export type GatewayGap = 'check' | 'sends' | 'events' | 'choices';

export interface OpenedGateway {
	readonly simulator: SimulatedGateway;
	readonly engine: Engine;
	/** Credential data that the simulator accepts, pointing to it. */
	readonly credential: Readonly<Record<string, unknown>>;
	/** The same with a secret it does not know. */
	readonly wrongCredential: Readonly<Record<string, unknown>>;
	/** Secrets of the credential, none of which may be shown anywhere. */
	readonly secrets: readonly string[];
	parseOptions(credential: unknown): unknown;
	/** The address that a message of this kind goes to. */
	pathOf(kind: OutgoingKind): RegExp;
	/** How many messages the gateway took. */
	taken(): number;
	/** A delivery as the gateway makes it when a person writes. `id` names the event. */
	written?(message: {
		readonly id: string;
		readonly from: string;
		readonly name: string;
		readonly text: string;
	}): unknown;
	/** A delivery for a tapped row of the message `answers`. */
	tapped?(tap: {
		readonly id: string;
		readonly from: string;
		readonly rowId: string;
		readonly title: string;
		readonly answers: string;
	}): unknown;
}

export type GatewayContext = () => GatewayWorld;

/** What every gateway's engine must do: `gatewayConformance({ name: 'wawp', open: async () => … })`. */
export function gatewayConformance(gateway: GatewayUnderTest): void {
	engineConformance({
		name: gateway.name,
		open: async () => (await GatewayWorld.open(await gateway.open())).ofAnyEngine,
		...(gateway.gaps && { gaps: gateway.gaps }),
	});
	describe(`gateway: ${gateway.name}`, () => {
		let world: GatewayWorld;

		beforeEach(async () => {
			world = await GatewayWorld.open(await gateway.open());
		});
		afterEach(async () => await world.close());

		const context: GatewayContext = () => world;
		const gaps = gateway.gaps ?? {};
		describe('life', () => lives(context, gaps));
		describe('sends', () => (gaps.sends === undefined ? sends(context) : sendsNothing(context)));
		if (gaps.sends === undefined) {
			describe('faults', () => faults(context));
			describe('answers', () => answers(context));
		}
		describe('events', () => events(context, gaps));
	});
}
