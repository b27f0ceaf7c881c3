import { waCrError } from '../../../engines/waCr/wa-cr-errors';
import { refusalLayouts } from './wa-cr-refusal';
import { openWaCr, waCrAccount } from './wa-cr-under-test';

let opened: Awaited<ReturnType<typeof openWaCr>>;

beforeEach(async () => void (opened = await openWaCr()));
afterEach(async () => await opened.simulator.close());

/** The error a person reads when this body is sent as it is, without our own checks. */
async function answerTo(body: Readonly<Record<string, unknown>>) {
	const response = await fetch(`${opened.simulator.url}/api/v2/messages/interactive`, {
		method: 'POST',
		headers: { authorization: `Bearer ${waCrAccount.token}`, 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	const answer = { status: response.status, body: (await response.json()) as unknown, retryAt: undefined };
	return waCrError(answer, { now: 0, scope: 'messages:send', shown: (words) => words });
}

const buttons = [{ id: 'yes', title: 'Yes' }];
const sections = [{ title: 'Today', rows: [{ id: 'soup', title: 'Soup', description: 'Warm' }] }];
const button = { phone: '+919999999999', type: 'button', body_text: 'Shall we?', buttons };
const list = { phone: '+919999999999', type: 'list', body_text: 'What?', list_button_text: 'Menu', sections };

describe('what WA.cr says of a field', () => {
	it.each([
		['phone', { ...button, phone: undefined }, 'Phone number is required'],
		['type', { ...button, type: undefined }, 'Interactive message type is required'],
		['type', { ...button, type: 'poll' }, 'Type must be either button or list'],
		['body_text', { ...button, body_text: undefined }, 'Body text is required'],
		['buttons', { ...button, buttons: undefined }, 'Buttons are required for button type messages'],
		[
			'list_button_text',
			{ ...list, list_button_text: undefined },
			'List button text is required for list type messages',
		],
		['sections', { ...list, sections: undefined }, 'Sections are required for list type messages'],
	])('%s is told by its name and in its words', async (field, body, sentence) => {
		for (const layout of refusalLayouts) {
			opened.simulator.layout = layout;
			const error = await answerTo(body);
			expect(error).toMatchObject({ code: 'refused', reason: 'VALIDATION_ERROR' });
			expect(error?.why).toContain(`${field}: ${sentence}`);
		}
	});

	it.each([
		['header_text', { ...button, header_text: 'x'.repeat(61) }],
		['footer_text', { ...button, footer_text: 'x'.repeat(61) }],
		['body_text', { ...button, body_text: 'x'.repeat(1_025) }],
		['buttons', { ...button, buttons: [1, 2, 3, 4].map((id) => ({ id: String(id), title: 'Yes' })) }],
		['buttons', { ...button, buttons: [{ id: 'yes', title: 'x'.repeat(21) }] }],
		['list_button_text', { ...list, list_button_text: 'x'.repeat(21) }],
		['sections', { ...list, sections: Array.from({ length: 11 }, () => sections[0]) }],
		['sections', { ...list, sections: [{ rows: sections[0]?.rows }] }],
		['sections', { ...list, sections: [{ title: 'Today', rows: [{ id: 'soup', title: 'x'.repeat(25) }] }] }],
		[
			'sections',
			{
				...list,
				sections: [{ title: 'Today', rows: [{ id: 'a', title: 'A', description: 'x'.repeat(73) }] }],
			},
		],
	])('%s over its limit is refused by the simulator as by WA.cr', async (field, body) => {
		const error = await answerTo(body);
		expect(error?.why).toContain(`${field}: `);
		expect(opened.simulator.sent).toEqual([]);
	});

	it('both forms of its own examples are taken', async () => {
		expect([await answerTo(button), await answerTo(list)]).toEqual([null, null]);
		expect(opened.simulator.sent).toHaveLength(2);
	});
});
