/** Poll Times of a trigger that is asked every three seconds: n8n takes no shorter rule than a minute, but several. */
export const polledOften = {
	item: Array.from({ length: 20 }, (_, index) => ({
		mode: 'custom',
		cronExpression: `${index * 3} * * * * *`,
	})),
};
