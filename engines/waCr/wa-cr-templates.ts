import type { GatewayParts } from '../gateway/gateway';
import { at, textOf } from '../gateway/untrusted';
import type { ApprovedTemplate, Templates } from '../templates';
import { readList } from './read-list';
import type { WaCrOptions } from './wa-cr-options';

/** The most WA.cr gives at once. */
const PER_PAGE = 100;
/** An account has 6000 templates at most. */
const MOST_PAGES = 60;

const scope = 'templates:read';

/** The templates of an account, as WA.cr knows them from WhatsApp. */
export class WaCrTemplates implements Templates {
	readonly #parts: Pick<GatewayParts<WaCrOptions>, 'http' | 'ports'>;

	constructor(parts: Pick<GatewayParts<WaCrOptions>, 'http' | 'ports'>) {
		this.#parts = parts;
	}

	async approved(signal: AbortSignal): Promise<readonly ApprovedTemplate[]> {
		const found: ApprovedTemplate[] = [];
		for (let page = 1; page <= MOST_PAGES; page += 1) {
			const query = { 'filter[status]': 'APPROVED', page, per_page: PER_PAGE };
			const { list, more } = await readList(this.#parts, { path: '/templates', query, scope }, signal);
			found.push(...list.map(templateIn).filter((one) => one !== undefined));
			if (!more) break;
		}
		return found.sort((a, b) => a.name.localeCompare(b.name) || a.language.localeCompare(b.language));
	}
}

function templateIn(record: unknown): ApprovedTemplate | undefined {
	const [name, language] = [textOf(at(record, 'template_name')), textOf(at(record, 'language'))];
	return name === undefined || language === undefined ? undefined : { name, language };
}
