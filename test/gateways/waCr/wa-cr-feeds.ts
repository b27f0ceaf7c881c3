import type { OpenedRecords, PolledRecord, RecordFeed } from '../../../engines/records';
import { waCrEngine } from '../../../engines/waCr/wa-cr-engine';
import { parseWaCrOptions } from '../../../engines/waCr/wa-cr-options';
import { systemClock, systemRandom } from '../../../runtime/system-ports';
import { recordingLogger } from '../../fixtures/quiet-logger';
import { limit } from '../gateway-world';
import type { WaCrSimulator } from './wa-cr-simulator';
import { openWaCr } from './wa-cr-under-test';

export interface OpenedFeeds {
	readonly simulator: WaCrSimulator;
	readonly records: OpenedRecords;
}

/** The feeds of an account at a simulated WA.cr, anew for each test of the file. */
export function openedWaCr(): () => OpenedFeeds {
	let opened: OpenedFeeds | undefined;
	beforeEach(async () => {
		const { simulator, credential } = await openWaCr();
		const account = { id: 'credential-1', name: 'Shop', options: parseWaCrOptions(credential) };
		const ports = { clock: systemClock, random: systemRandom, logger: recordingLogger(), environment: {} };
		const records = waCrEngine.openRecords?.(account, ports);
		if (!records) throw new Error('WA.cr has feeds');
		opened = { simulator, records };
	});
	afterEach(async () => {
		opened?.records.close();
		await opened?.simulator.close();
	});
	return () => opened as OpenedFeeds;
}

/** Page after page, to the last. */
export async function readFeed(
	{ records }: OpenedFeeds,
	feed: RecordFeed,
): Promise<readonly (readonly PolledRecord[])[]> {
	const pages: (readonly PolledRecord[])[] = [];
	for (let page = 1; ; page += 1) {
		const read = await records.page({ feed, page }, limit());
		pages.push(read.records);
		if (!read.more) return pages;
	}
}
