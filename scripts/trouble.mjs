// An error for people: what happened, why, what to do next. Printed without a stack.
export class Trouble extends Error {
	constructor(happened, why, todo) {
		super([happened, `Why: ${why}`, `What to do: ${todo}`].join('\n  '));
		this.name = 'Trouble';
	}
}

/** Runs a script's main function; its number becomes the exit code. */
export async function runMain(main) {
	try {
		process.exitCode = (await main()) ?? 0;
	} catch (error) {
		console.error(`\n${error instanceof Trouble ? error.message : (error?.stack ?? error)}`);
		process.exitCode = 1;
	}
}
