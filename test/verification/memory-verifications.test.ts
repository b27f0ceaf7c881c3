import { verificationStoreConformance } from '../contracts/verification-store-conformance';
import { MemoryVerifications } from './memory/memory-verifications';
import { VerificationTables } from './memory/verification-tables';

verificationStoreConformance({
	name: 'memory',
	async open() {
		const tables = new VerificationTables();
		const reopen = async () =>
			await Promise.resolve({
				verifications: new MemoryVerifications(tables),
				prune: async (now: number) => await Promise.resolve(tables.prune(now)),
			});
		return {
			store: await reopen(),
			reopen,
			dump: async () => await Promise.resolve(tables.dump()),
			close: async () => await Promise.resolve(),
		};
	},
});
