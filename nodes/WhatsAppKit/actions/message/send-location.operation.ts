import { messageOptions, optionsCollection } from '../../../shared/fields/option-fields';
import { recipientField } from '../../../shared/fields/recipient-field';
import { defined } from '../../../shared/item-parameters';
import type { OperationModule } from '../../../shared/operation';
import { sendMessage } from '../../../shared/send-message';

export const sendLocation: OperationModule = {
	operation: {
		value: 'sendLocation',
		name: 'Send Location',
		action: 'Send a location',
		description: 'Send a place on the map',
	},

	fields: () => [
		recipientField(),
		{
			displayName: 'Latitude',
			name: 'latitude',
			type: 'number',
			typeOptions: { minValue: -90, maxValue: 90, numberPrecision: 7 },
			required: true,
			default: 0,
			description: 'Degrees, south is negative',
		},
		{
			displayName: 'Longitude',
			name: 'longitude',
			type: 'number',
			typeOptions: { minValue: -180, maxValue: 180, numberPrecision: 7 },
			required: true,
			default: 0,
			description: 'Degrees, west is negative',
		},
		optionsCollection(messageOptions, [
			{
				displayName: 'Address',
				name: 'address',
				type: 'string',
				default: '',
				description: 'Shown below the name',
			},
			{
				displayName: 'Name',
				name: 'name',
				type: 'string',
				default: '',
				placeholder: 'e.g. Our shop',
				description: 'Name of the place',
			},
		]),
	],

	async execute(context) {
		const { parameters } = context;
		const options = parameters.collection('options');
		return await sendMessage(
			context,
			defined({
				kind: 'location',
				latitude: parameters.number('latitude', 0),
				longitude: parameters.number('longitude', 0),
				name: parameters.asText(options.name, 'name'),
				address: parameters.asText(options.address, 'address'),
			}),
		);
	},
};
