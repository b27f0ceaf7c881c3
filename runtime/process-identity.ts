import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { OwnerIdentity } from '../sessions/store';

/** Asked of the system once: it is compared for every call. */
const HOST = hostname();

/** Who this process is, for the lease. The id is random: host names and pids repeat. */
export function processIdentity(): OwnerIdentity {
	return { id: randomUUID(), host: HOST, pid: process.pid, role: processRole() };
}

/** n8n's own rule: the first argument names a worker or webhook process, everything else is main. */
function processRole(): string {
	const command = process.argv[2];
	return command === 'worker' || command === 'webhook' ? command : 'main';
}

/**
 * False only when certain: the owner ran on this host and no such process exists. A reused pid counts as
 * alive, which costs nothing but the wait for the lease to run out.
 */
export function isOwnerAlive(owner: OwnerIdentity): boolean {
	if (owner.host !== HOST) return true;
	if (owner.pid === process.pid) return true;
	try {
		process.kill(owner.pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code !== 'ESRCH';
	}
}
