import type { RestResource } from '../../shared/rest/operation';
import { text } from './body-fields';
import { create, getMany, getOne, remove, update, type RecordKind } from './kept-records';

const group: RecordKind = { name: 'contact group', url: '/contact_groups' };

export function contactGroupResource(): RestResource {
	const title = () => ({ ...text('Title', 'title', 'title'), required: true });
	return {
		value: 'contactGroup',
		name: 'Contact Group',
		initial: 'getMany',
		operations: [
			create(group, [title()]),
			getOne(group),
			getMany(group),
			update(group, [title()]),
			remove(group),
		],
	};
}
