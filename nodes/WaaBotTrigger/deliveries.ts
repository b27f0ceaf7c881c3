import type { INodeExecutionData } from 'n8n-workflow';
import { isOwnMessage } from '../../engines/waaBot/own-message';
import type { DeliveryReading, ReadDelivery } from '../shared/take-delivery';

/** Any JSON may come from WaaBot: what is no message is passed on as it is. */
export const waaBotDeliveries: DeliveryReading = {
	engine: 'waaBot',
	eventOf: (body, chosen) => {
		// Somebody's message belongs to both events, whichever was chosen.
		if (isOwnMessage(body)) return 'onAnyMessage';
		return chosen.includes('onMessage') ? 'onMessage' : 'onAnyMessage';
	},
	payloadOf: (body) => body,
	itemsOf: (delivery) => itemsOf(delivery),
};

/** A message that was heard before starts nothing; what cannot be read cannot be told from a repetition, either. */
function itemsOf({ context, taken, asEvent, asItCame }: ReadDelivery): readonly INodeExecutionData[] {
	const form = context.getNodeParameter('deliveries', 'both');
	if (taken.length === 0) return form === 'normalised' ? [] : [asItCame()];
	const fresh = taken.filter((one) => one.fresh);
	if (form === 'raw') return fresh.length > 0 ? [asItCame()] : [];
	return fresh.map(({ event }) => (event ? asEvent(event) : asItCame()));
}
