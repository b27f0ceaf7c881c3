import { PRESETS } from '../../../../sessions/governor/limit-policy';
import type { Context } from '../../../storage/conformance/records';
import { person, policyOf } from '../policies';
import { testGovernor } from './test-governor';

export function races({ store, reopen }: Context): void {
	test('of 200 verifications to one recipient at once exactly one goes, whatever the preset', async () => {
		const other = await reopen();
		for (const preset of Object.values(PRESETS)) {
			const governors = [store(), other].map((on) => testGovernor(on, preset, preset.preset).governor);
			const answers = await Promise.all(
				Array.from({ length: 200 }, (_, index) =>
					governors[index % 2]!.reserve(person('4915'), 'verification'),
				),
			);
			expect(answers.filter(({ granted }) => granted)).toHaveLength(1);
		}
	});

	test('of 200 messages at once to as many people exactly as many go as the smallest limit allows', async () => {
		const other = await reopen();
		const policy = policyOf({ perMinute: 20, perHour: 7, newChatsPerDay: 9 });
		const governors = [store(), other].map((on) => testGovernor(on, policy).governor);
		const answers = await Promise.all(
			Array.from({ length: 200 }, (_, index) =>
				governors[index % 2]!.reserve(person(String(index)), 'message'),
			),
		);
		expect(answers.filter(({ granted }) => granted)).toHaveLength(7);
		const refused = answers.flatMap((answer) => (answer.granted ? [] : [answer.rule]));
		expect(new Set(refused)).toEqual(new Set(['perHour']));
	});
}
