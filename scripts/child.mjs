// Starts child processes, passes signals on to them, and ends only those.
import { spawn } from 'node:child_process';
import { createWriteStream, existsSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';

const running = new Set();
let handlersSet = false;

function passSignalsOn() {
	if (handlersSet) return;
	handlersSet = true;
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
		process.on(signal, () => {
			for (const child of running) child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal);
			if (running.size === 0) process.exit(128 + constants.signals[signal]);
		});
	}
	process.on('exit', () => {
		for (const child of running) child.kill('SIGKILL');
	});
}

/** Like spawn, but the child ends when we are ended. */
export function spawnOwned(command, args, options = {}) {
	passSignalsOn();
	const child = spawn(command, args, options);
	running.add(child);
	child.once('error', () => running.delete(child));
	child.once('exit', () => running.delete(child));
	return child;
}

/** Runs to the end and gives the exit code; output goes to the terminal. */
export function run(command, args, options = {}) {
	return new Promise((resolve, reject) => {
		const child = spawnOwned(command, args, { stdio: 'inherit', ...options });
		child.once('error', reject);
		child.once('close', (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 1)));
	});
}

/** Runs to the end; gives code and output. With `log`, the output is kept in that file as well. */
export function capture(command, args, { log, ...options } = {}) {
	return new Promise((resolve, reject) => {
		const child = spawnOwned(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
		const file = log ? createWriteStream(log, { flags: 'a' }) : undefined;
		let stdout = '';
		let output = '';
		child.stdout.on('data', (data) => {
			stdout += data;
			output += data;
			file?.write(data);
		});
		child.stderr.on('data', (data) => {
			output += data;
			file?.write(data);
		});
		child.once('error', reject);
		child.once('close', (code) => {
			file?.end();
			resolve({ code: code ?? 1, stdout, output });
		});
	});
}

/** npm as [command, first arguments]: its script run by this Node, so no shell is needed on any system. */
export function npmCommand() {
	const script = npmScript();
	return script ? [process.execPath, [script]] : ['npm', []];
}

export function npmScript() {
	const beside = dirname(process.execPath);
	const candidates = [
		process.env.npm_execpath,
		join(beside, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
		join(beside, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
	];
	return candidates.find((path) => path?.endsWith('npm-cli.js') && existsSync(path));
}
