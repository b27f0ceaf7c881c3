// One running n8n: started, watched until it answers, stopped by the signal asked for.
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { spawnOwned } from './child.mjs';
import { freePort } from './free-port.mjs';
import { n8nEnvironment } from './n8n-environment.mjs';
import { Trouble } from './trouble.mjs';

const readyLines = { start: 'Editor is now accessible via', worker: 'n8n worker is now ready' };

export class N8nProcess {
	constructor({ host, userFolder, port, brokerPort, logFile, env, command }) {
		this.command = command;
		this.address = `http://127.0.0.1:${port}`;
		this.logFile = logFile;
		mkdirSync(dirname(logFile), { recursive: true });
		const log = openSync(logFile, 'w');
		this.child = spawnOwned(host.node, [host.entry, command], {
			cwd: userFolder,
			env: n8nEnvironment({ userFolder, port, brokerPort, extra: env }),
			stdio: ['ignore', log, log],
			// A group of its own: Ctrl-C reaches it once (from us), and its task runner can be ended with it.
			detached: process.platform !== 'win32',
		});
		closeSync(log);
		this.exited = new Promise((resolve) => {
			this.child.once('error', (error) => resolve({ code: null, signal: null, error }));
			this.child.once('exit', (code, signal) => resolve({ code, signal }));
		});
		this.hasExited = false;
		void this.exited.then((ended) => {
			this.hasExited = true;
			this.ended = ended;
		});
	}

	get pid() {
		return this.child.pid;
	}

	log() {
		return readFileSync(this.logFile, 'utf8');
	}

	/** Until the REST interface and the editor are there, of a worker until it takes work. */
	async ready(withinMs = 180_000) {
		const until = Date.now() + withinMs;
		while (!this.log().includes(readyLines[this.command]) || !(await this.#answers())) {
			if (this.hasExited) throw this.#failure(`it ended while starting (${describeEnd(this.ended)})`);
			if (Date.now() > until) throw this.#failure(`it did not answer within ${withinMs / 1000} s`);
			await pause(100);
		}
	}

	async #answers() {
		try {
			const paths = ['/healthz/readiness', ...(this.command === 'worker' ? [] : ['/rest/settings'])];
			const answers = await Promise.all(paths.map((path) => fetch(this.address + path)));
			return answers.every((answer) => answer.ok);
		} catch {
			return false;
		}
	}

	/** SIGTERM lets n8n end its work; SIGKILL is the power cut. Either way nothing of it is left afterwards. */
	async stop(signal = 'SIGTERM', withinMs = 45_000) {
		if (!this.hasExited) {
			this.#signal(signal);
			const late = setTimeout(() => this.#signal('SIGKILL'), withinMs);
			await this.exited;
			clearTimeout(late);
		}
		this.#signal('SIGKILL');
		return await this.exited;
	}

	#signal(signal) {
		try {
			if (process.platform === 'win32') this.child.kill(signal);
			// The group exists as long as one of its members does; SIGTERM is for n8n alone, which ends its runner.
			else process.kill(signal === 'SIGKILL' ? -this.pid : this.pid, signal);
		} catch (error) {
			if (error.code !== 'ESRCH') throw error;
		}
	}

	#failure(why) {
		const tail = this.log().trim().split('\n').slice(-12).join('\n    ');
		return new Trouble(
			'n8n did not start.',
			`${why}. The end of its log:\n    ${tail}`,
			`read ${this.logFile}.`,
		);
	}
}

const describeEnd = ({ code, signal, error }) =>
	error?.message ?? (signal ? `signal ${signal}` : `exit code ${code}`);

/** Starts n8n and gives it when it is ready. */
export async function startN8n({ host, userFolder, logFile, port, env = {}, command = 'start' }) {
	const ports = { port: await freePort(port), brokerPort: await freePort() };
	// A worker has no web server but this one.
	const health = { QUEUE_HEALTH_CHECK_ACTIVE: 'true', QUEUE_HEALTH_CHECK_PORT: String(ports.port) };
	const all = {
		...(command === 'worker' ? { ...health, N8N_WORKER_SERVER_ADDRESS: '127.0.0.1' } : {}),
		...env,
	};
	const n8n = new N8nProcess({ host, userFolder, logFile, env: all, command, ...ports });
	try {
		await n8n.ready();
		return n8n;
	} catch (error) {
		await n8n.stop('SIGKILL');
		throw error;
	}
}
