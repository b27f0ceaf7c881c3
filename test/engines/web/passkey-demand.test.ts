import { demandsPasskey } from '../../../engines/web/passkey-demand';

describe('passkey demand while linking', () => {
	it.each([
		[{ tag: 'notification', attrs: { type: 'companion_reg_refresh' } }],
		[
			{
				tag: 'notification',
				attrs: { type: 'md' },
				content: [{ tag: 'passkey_prologue_request', attrs: {} }],
			},
		],
		[
			{
				tag: 'notification',
				attrs: {},
				content: [{ tag: 'link', attrs: {}, content: [{ tag: 'passkey', attrs: {} }] }],
			},
		],
	])('is seen in %j', (node) => {
		expect(demandsPasskey(node)).toBe(true);
	});

	it.each([
		[{ tag: 'notification', attrs: { type: 'devices' } }],
		[{ tag: 'notification', attrs: { type: 'link_code_companion_reg' }, content: Buffer.from('passkey') }],
	])('is not seen in %j', (node) => {
		expect(demandsPasskey(node)).toBe(false);
	});
});
