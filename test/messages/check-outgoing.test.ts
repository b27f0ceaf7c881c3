import { KitError } from '../../messages/kit-error';
import { checkOutgoing } from '../../messages/prepare-outgoing';

function faultOf(raw: unknown): KitError {
	try {
		checkOutgoing(raw);
	} catch (error) {
		if (error instanceof KitError) return error;
		throw error;
	}
	throw new Error('was accepted');
}

const list = (sections: unknown) => ({ kind: 'list', body: 'Choose', buttonText: 'Open', sections });

describe('all faults of a message', () => {
	it('are told in one error, the first one leading', () => {
		const fault = faultOf({
			kind: 'list',
			body: '',
			buttonText: 'x'.repeat(21),
			sections: [
				{ rows: [{ title: 'ok' }, { id: 'same', title: 'x'.repeat(25) }] },
				{ title: 'Second', rows: [{ id: 'same' }] },
			],
		});
		expect(fault.what).toBe('body is empty.');
		expect(fault.why).toBe(
			'Also: buttonText is too long: 21 characters were given, the limit is 20. ' +
				'sections[0].rows[1].title is too long: 25 characters were given, the limit is 24. ' +
				'sections[1].rows[0].title is missing. ' +
				'sections[0].title is empty; it is needed as soon as there is more than one section. ' +
				'sections[1].rows[0].id is the same as sections[0].rows[1].id; the answers could not be told apart.',
		);
		expect(fault.next).toContain('Nothing was sent');
	});

	it('are told also inside a list that has too many entries', () => {
		const fault = faultOf({
			kind: 'buttons',
			body: 'x',
			buttons: [{ title: 'A' }, { title: 'A' }, { title: 'x'.repeat(21) }, { title: 'D' }],
		});
		const all = `${fault.what} ${fault.why ?? ''}`;
		expect(all).toContain('buttons has 4 entries, the limit is 3');
		expect(all).toContain('buttons[1].title is the same as buttons[0].title');
		expect(all).toContain('buttons[2].title is too long');
	});

	it('stay readable when there are thousands', () => {
		const fault = faultOf({ kind: 'poll', question: 'x', options: Array.from({ length: 5000 }, () => '') });
		expect(fault.why?.length).toBeLessThan(1000);
		expect(fault.why).toMatch(/And \d+ more\.$/u);
	});

	it('never quote the text of the message', () => {
		const secret = 'Your code is 493817';
		const fault = faultOf({ kind: 'poll', question: [secret], options: secret, selectableCount: secret });
		expect(JSON.stringify({ ...fault, message: fault.message })).not.toContain('493817');
	});
});

describe('fields as the canvas gives them', () => {
	it('takes numbers and booleans where a text is meant', () => {
		expect(checkOutgoing({ kind: 'text', text: 493817 })).toEqual({ kind: 'text', text: '493817' });
		expect(checkOutgoing({ kind: 'poll', question: true, options: [1, 2] })).toMatchObject({
			question: 'true',
			options: ['1', '2'],
		});
	});

	it('takes blank and null optional fields as not given', () => {
		const message = checkOutgoing({
			...(list([{ title: ' ', rows: [{ title: 'A', description: null }] }]) as object),
			header: '',
			footer: null,
		});
		expect(JSON.parse(JSON.stringify(message))).toEqual({
			kind: 'list',
			body: 'Choose',
			buttonText: 'Open',
			sections: [{ rows: [{ id: 'a', title: 'A' }] }],
		});
	});

	it('refuses white space where a text is needed, and keeps it around running text', () => {
		expect(faultOf({ kind: 'text', text: ' \n ' }).what).toBe('text is empty.');
		expect(checkOutgoing({ kind: 'text', text: '  indented\n' })).toEqual({
			kind: 'text',
			text: '  indented\n',
		});
	});

	it('measures labels without the white space around them', () => {
		expect(checkOutgoing(list([{ rows: [{ title: ` ${'x'.repeat(24)} ` }] }]))).toMatchObject({
			sections: [{ rows: [{ title: 'x'.repeat(24) }] }],
		});
	});

	it('counts UTF-16 code units, so most emoji count twice', () => {
		expect(() => checkOutgoing(list([{ rows: [{ title: '😀'.repeat(12) }] }]))).not.toThrow();
		expect(faultOf(list([{ rows: [{ title: '😀'.repeat(13) }] }])).what).toContain(
			'26 characters were given',
		);
	});

	it.each([
		undefined,
		null,
		'text',
		7,
		[],
		{},
		{ kind: 'telegram' },
		{ kind: 'constructor' },
		{ kind: 'toString' },
	])('refuses %p, naming the kinds there are', (raw) => {
		const fault = faultOf(raw);
		expect(fault.code).toBe('invalidInput');
		expect(fault.why).toContain('text, auto, image');
	});
});

describe('choices', () => {
	it('get ids from their titles, different over all sections and from given ones', () => {
		const message = checkOutgoing(
			list([
				{ title: 'One', rows: [{ title: 'Não, obrigado' }, { id: 'yes', title: 'Sim' }] },
				{
					title: 'Two',
					rows: [{ title: 'Nao obrigado' }, { title: 'Yes' }, { title: '👍' }, { title: 'Да' }],
				},
			]),
		);
		expect(message).toMatchObject({
			sections: [
				{ rows: [{ id: 'nao-obrigado' }, { id: 'yes' }] },
				{ rows: [{ id: 'nao-obrigado-2' }, { id: 'yes-2' }, { id: '👍' }, { id: 'да' }] },
			],
		});
	});

	it('may share a title in a list, but not on buttons', () => {
		expect(() => checkOutgoing(list([{ rows: [{ title: 'A' }, { title: 'A' }] }]))).not.toThrow();
		expect(faultOf({ kind: 'buttons', body: 'x', buttons: [{ title: 'A' }, { title: 'A' }] }).what).toContain(
			'buttons[1].title is the same as buttons[0].title',
		);
	});

	it('of a poll are different', () => {
		expect(faultOf({ kind: 'poll', question: 'x', options: ['a', 'b', ' a '] }).what).toContain(
			'options[2] is the same as options[0]',
		);
	});

	it('with two sections need a title on each', () => {
		const two = (first?: string) =>
			list([
				{ title: first, rows: [{ title: 'A' }] },
				{ title: 'B', rows: [{ title: 'C' }] },
			]);
		expect(() => checkOutgoing(two('A'))).not.toThrow();
		expect(faultOf(two()).what).toContain('sections[0].title is empty');
	});

	it('are counted over all sections together', () => {
		const section = (name: string, count: number) => ({
			title: name,
			rows: Array.from({ length: count }, (_, index) => ({ title: `${name}${index}` })),
		});
		expect(() => checkOutgoing(list([section('a', 5), section('b', 5)]))).not.toThrow();
		expect(faultOf(list([section('a', 5), section('b', 6)])).what).toBe(
			'sections have 11 rows in total, the limit is 10 over all sections together.',
		);
		expect(faultOf(list([section('a', 1), section('b', 0)])).what).toContain(
			'sections[1].rows has 0 entries',
		);
	});
});

describe('messages about other messages', () => {
	it.each(['👍', '❤️', '👩‍👩‍👧‍👦', '🇧🇷', '👋🏽', '1️⃣', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', ''])('takes %p as a reaction', (emoji) => {
		expect(checkOutgoing({ kind: 'reaction', emoji, target: { messageId: 'ABC' } })).toEqual({
			kind: 'reaction',
			emoji,
			target: { messageId: 'ABC', fromMe: false },
		});
	});

	it.each(['ok', '👍👍', '1', '👍 ', 5, undefined])('refuses or cleans %p', (emoji) => {
		const raw = { kind: 'reaction', emoji, target: { messageId: 'ABC' } };
		if (emoji === '👍 ') expect(checkOutgoing(raw)).toMatchObject({ emoji: '👍' });
		else expect(faultOf(raw).what).toContain('emoji');
	});

	it('edits our own messages only', () => {
		const edit = (target: object) => ({ kind: 'edit', text: 'x', target: { messageId: 'A', ...target } });
		expect(checkOutgoing(edit({}))).toMatchObject({ target: { fromMe: true } });
		expect(faultOf(edit({ fromMe: false })).what).toContain('target.fromMe must be true');
	});

	it('deletes our own unless told otherwise', () => {
		const remove = (target: object) => ({ kind: 'delete', target: { messageId: 'A', ...target } });
		expect(checkOutgoing(remove({}))).toMatchObject({ target: { fromMe: true } });
		expect(checkOutgoing(remove({ fromMe: false, participant: '1@lid' }))).toMatchObject({
			target: { fromMe: false, participant: '1@lid' },
		});
	});

	it.each(['', ' ', 'a b', undefined])('refuses %p as a message id', (messageId) => {
		expect(faultOf({ kind: 'delete', target: { messageId } }).what).toContain('target.messageId');
	});
});

describe('contacts', () => {
	it('get their number as E.164', () => {
		const message = checkOutgoing({
			kind: 'contact',
			contacts: [{ name: ' Ana ', phone: '0055 (11) 98765-4321' }],
		});
		expect(message).toMatchObject({ contacts: [{ name: 'Ana', phone: '+5511987654321' }] });
	});

	it('refuses what is no number or mail address', () => {
		const fault = faultOf({
			kind: 'contact',
			contacts: [{ name: 'A', phone: '020 7946 0958', email: 'nobody' }],
		});
		expect(fault.what).toContain('contacts[0].phone cannot be used');
		expect(fault.what).toContain('without country code');
		expect(fault.why).toContain('contacts[0].email is not a mail address');
	});
});
