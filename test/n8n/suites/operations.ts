import type { RealN8n } from '../real-n8n';
import { kitNode } from '../workflow';
import { describeBadInput } from './operations/bad-input';
import { describeContact } from './operations/contact';
import { describeGroup } from './operations/group';
import { LinkedAccount } from './operations/linked-account';
import { describeCards } from './operations/message-cards';
import { describeChanges } from './operations/message-changes';
import { describeButtons, describeList, describePoll } from './operations/message-choices';
import { describeHistory } from './operations/message-history';
import { describeJobs } from './operations/message-jobs';
import { describeDownloadMedia, describeSendMedia } from './operations/message-media';
import { describePresence } from './operations/message-presence';
import { describeText } from './operations/message-text';
import { describeLimits, describeLogout, describeStatus } from './operations/session';

/** Every operation of the node, on an account of its own: the last one unlinks it. */
export function describeOperations(n8n: RealN8n): void {
	describe('the operations', () => {
		const account = new LinkedAccount(n8n);

		beforeAll(() => account.open());
		afterAll(() => account.close());

		describeStatus(account);
		describeLimits(account);
		describeText(account);
		describeSendMedia(account);
		describeDownloadMedia(account);
		describeList(account);
		describeButtons(account);
		describePoll(account);
		describeCards(account);
		describeChanges(account);
		describePresence(account);
		describeHistory(account);
		describeJobs(account);
		describeContact(account);
		describeGroup(account);
		describeBadInput(account);

		it('left nothing on a phone that it could not read', () => {
			const { owner, bea, carl } = account;
			for (const phone of [owner, bea, carl]) expect(phone.failures).toEqual([]);
			expect(n8n.whatsApp.protocolErrors).toEqual([]);
		});

		describeLogout(account);

		it('have all been run', async () => {
			const offered = operationsOf(await n8n.client.nodeType(kitNode));
			expect([...account.ranOperations, ...shownElsewhere].sort()).toEqual(offered);
		});
	});
}

interface Field {
	name: string;
	options?: Array<{ value: string }>;
	displayOptions?: { show?: { resource?: string[] } };
}

/** In suites of their own. */
const shownElsewhere = ['message.sendAndWait', 'message.sendTemplate'];

/** n8n adds one of its own to every node whose credential it can use. */
function isOurs({ value }: { readonly value: unknown }): boolean {
	return value !== '__CUSTOM_API_CALL__';
}

/** `resource.operation` of all that the node's description offers. */
function operationsOf(nodeType: Record<string, unknown> | undefined): string[] {
	const fields = (nodeType?.properties ?? []) as Field[];
	return fields
		.filter(({ name }) => name === 'operation')
		.flatMap(({ options, displayOptions }) =>
			(displayOptions?.show?.resource ?? []).flatMap((resource) =>
				(options ?? []).filter(isOurs).map(({ value }) => `${resource}.${value}`),
			),
		)
		.sort();
}
