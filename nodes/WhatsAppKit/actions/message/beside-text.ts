import type { INodeProperties } from 'n8n-workflow';
import { defined, isObject } from '../../../shared/item-parameters';
import type { ItemParameters } from '../../../shared/item-parameters';

/** Only WaaBot has messages that hold more than one thing. */
const onlyThere = () => ({ show: { '/engine': ['waaBot'] } });

/** What may stand beside a text in the same message. */
export function besideFields(): INodeProperties[] {
	return [
		{
			displayName: 'Attachment IDs',
			name: 'attachmentIds',
			type: 'string',
			default: '',
			placeholder: 'e.g. 61a7bd6ea34282366c025764',
			displayOptions: onlyThere(),
			description:
				"Files that lie at WaaBot, by the field '_id' as 'Attachment: Get Many' of the node WaaBot gives it, separated by commas",
		},
		{
			displayName: 'Contact ID',
			name: 'contactId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 61a7bd6ea34282366c025764',
			displayOptions: onlyThere(),
			description:
				"A contact that WaaBot keeps, by the field '_id' as 'Contact: Get Many' of the node WaaBot gives it",
		},
		{
			displayName: 'Place',
			name: 'place',
			type: 'fixedCollection',
			default: {},
			placeholder: 'Add Place',
			displayOptions: onlyThere(),
			description: 'A place on the map in the same message',
			options: [{ displayName: 'Location', name: 'location', values: placeFields() }],
		},
	];
}

function placeFields(): INodeProperties[] {
	const degrees = (
		displayName: string,
		name: string,
		limit: number,
		description: string,
	): INodeProperties => ({
		displayName,
		name,
		type: 'number',
		typeOptions: { minValue: -limit, maxValue: limit, numberPrecision: 7 },
		default: 0,
		description,
	});
	return [
		degrees('Latitude', 'latitude', 90, 'Degrees, south is negative'),
		degrees('Longitude', 'longitude', 180, 'Degrees, west is negative'),
		{ displayName: 'Name', name: 'name', type: 'string', default: '', placeholder: 'e.g. Our shop' },
	];
}

/** Undefined when nothing stands beside the text. */
export function readBeside(parameters: ItemParameters): object | undefined {
	const options = parameters.collection('options');
	const location = isObject(options.place) ? options.place.location : undefined;
	const beside = defined({
		attachments: parameters.asList(options.attachmentIds, 'attachmentIds'),
		contactId: parameters.asText(options.contactId, 'contactId'),
		location: isObject(location)
			? defined({
					latitude: parameters.asNumber(location.latitude, 'place.latitude'),
					longitude: parameters.asNumber(location.longitude, 'place.longitude'),
					name: parameters.asText(location.name, 'place.name'),
				})
			: undefined,
	});
	return Object.keys(beside).length === 0 ? undefined : beside;
}
