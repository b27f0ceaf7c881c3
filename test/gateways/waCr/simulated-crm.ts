import { checkFields, optional, required, text, type FieldRule, type Fields } from './field-rules';
import { page, type SimulatedRecord } from './record-page';
import { notFound, type RouteCall, type SimulatedRoute } from './simulated-route';
import { invalid } from './wa-cr-refusal';

type Rules = Readonly<Record<string, FieldRule>>;

/** Records of one kind: made, read, changed and deleted. */
class Collection {
	records: SimulatedRecord[] = [];

	#count = 0;

	constructor(
		private readonly path: string,
		private readonly rules: Rules,
		private readonly unique: string,
	) {}

	create(fields: Fields, now: number): SimulatedRecord {
		checkFields(fields, this.rules);
		this.#checkUnique(fields);
		this.#count += 1;
		const time = new Date(now).toISOString();
		const record = { id: this.#count, ...fields, created_at: time, updated_at: time };
		this.records.push(record);
		return record;
	}

	find(id: string): SimulatedRecord {
		const found = this.records.find((record) => String(record.id) === id);
		if (!found) throw notFound(this.path);
		return found;
	}

	remove(id: string): void {
		const found = this.find(id);
		this.records = this.records.filter((record) => record !== found);
	}

	routes(): readonly SimulatedRoute[] {
		const { path } = this;
		const one = new RegExp(`^/${path}/(\\d+)$`, 'u');
		const all = new RegExp(`^/${path}$`, 'u');
		return [
			{
				...{ method: 'GET', path: all, scope: `${path}:read` },
				handle: ({ request }) => ({
					answer: { status: 200, body: { success: true, ...page(this.records, request.query) } },
				}),
			},
			{
				...{ method: 'POST', path: all, scope: `${path}:write` },
				handle: ({ fields, now }) => ({ data: this.create(fields, now) }),
			},
			{
				...{ method: 'GET', path: one, scope: `${path}:read` },
				handle: ({ id }) => ({ data: this.find(id) }),
			},
			{
				...{ method: 'PATCH', path: one, scope: `${path}:write` },
				handle: (call) => ({ data: this.#update(call) }),
			},
			{
				...{ method: 'DELETE', path: one, scope: `${path}:delete` },
				handle: ({ id }) => {
					this.remove(id);
					return { data: null };
				},
			},
		];
	}

	#update({ id, fields, now }: RouteCall): SimulatedRecord {
		const found = this.find(id);
		const changed = { ...found, ...fields, updated_at: new Date(now).toISOString() };
		checkFields(changed, this.rules);
		this.records = this.records.map((record) => (record === found ? changed : record));
		return changed;
	}

	#checkUnique(fields: Fields): void {
		const taken = this.records.some((record) => record[this.unique] === fields[this.unique]);
		if (taken) throw invalid({ [this.unique]: [`This ${this.unique} already exists`] });
	}
}

const named = (max = 255): Rules => ({ name: required('Name is required', text(max)) });

const contactRules: Rules = {
	firstname: required('First name is required', text(255)),
	lastname: required('Last name is required', text(255)),
	phone: required('Phone number is required', text(20)),
	type: required('Type is required', (value) =>
		['lead', 'customer', 'guest'].includes(String(value))
			? undefined
			: 'Type must be either lead, customer, or guest',
	),
	source_id: required('Source is required'),
	status_id: required('Status is required'),
	email: optional(text(191)),
};

/** Contacts and what they are sorted by. */
export class SimulatedCrm {
	readonly contacts = new Collection('contacts', contactRules, 'phone');

	readonly groups = new Collection('groups', named(), 'name');

	readonly sources = new Collection('sources', named(), 'name');

	readonly statuses = new Collection(
		'statuses',
		{ ...named(), color: required('Color is required') },
		'name',
	);

	/** Ids of contacts by the id of their group. */
	readonly members = new Map<string, Set<number>>();

	routes(): readonly SimulatedRoute[] {
		const all = [this.contacts, this.groups, this.sources, this.statuses];
		return [...this.#batchRoutes(), ...this.#memberRoutes(), ...all.flatMap((one) => one.routes())];
	}

	#batchRoutes(): readonly SimulatedRoute[] {
		const path = /^\/contacts\/batch$/u;
		return [
			{
				...{ method: 'POST', path, scope: 'contacts:write' },
				handle: ({ fields, now }) => {
					if (!Array.isArray(fields.contacts)) throw invalid({ contacts: ['Contacts are required'] });
					const created = (fields.contacts as Fields[]).map((contact) => this.contacts.create(contact, now));
					const summary = { total: created.length, created: created.length, skipped: 0, failed: 0 };
					return { data: { success: true, summary, created, skipped: [], errors: [] } };
				},
			},
			{
				...{ method: 'DELETE', path, scope: 'contacts:delete' },
				handle: ({ fields }) => {
					if (!Array.isArray(fields.ids)) throw invalid({ ids: ['IDs are required'] });
					for (const id of fields.ids as unknown[]) this.contacts.remove(String(id));
					return { data: { summary: { total: fields.ids.length, deleted: fields.ids.length, failed: 0 } } };
				},
			},
		];
	}

	#memberRoutes(): readonly SimulatedRoute[] {
		const path = /^\/groups\/(\d+)\/contacts$/u;
		const change =
			(how: (members: Set<number>, id: number) => void) =>
			({ id, fields }: RouteCall) => {
				this.groups.find(id);
				if (!Array.isArray(fields.contact_ids) || fields.contact_ids.length === 0)
					throw invalid({ contact_ids: ['At least one contact is required'] });
				const members = this.members.get(id) ?? new Set<number>();
				for (const contact of fields.contact_ids as number[]) how(members, contact);
				this.members.set(id, members);
				return { data: { group_id: Number(id), contacts_added: fields.contact_ids.length } };
			};
		const scope = 'groups:write';
		return [
			{ method: 'POST', path, scope, handle: change((members, id) => members.add(id)) },
			{ method: 'DELETE', path, scope, handle: change((members, id) => members.delete(id)) },
		];
	}
}
