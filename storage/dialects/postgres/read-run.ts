import type { Link } from './connections';
import { ProgramRun } from './program-run';
import { written } from './transaction-statements';

/** Reading needs no transaction: each statement sees one state of the database. */
export class ReadRun<Result> extends ProgramRun<Result> {
	async on(link: Link): Promise<Result> {
		try {
			let stretch = this.firstStretch();
			while (!stretch.ended) stretch = this.stretchAfter(stretch, await link.run(stretch.steps.map(written)));
			return stretch.result;
		} finally {
			link.giveBack();
		}
	}
}
