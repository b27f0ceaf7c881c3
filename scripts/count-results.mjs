// node scripts/count-results.mjs <jest result file> <exit code of jest>: prints "<passed> <failed>".
// What did not run counts as failed: a suite that broke, a skipped test, a missing result file.
import { readFileSync } from 'node:fs';

const [file, exitCode] = process.argv.slice(2);
const { passed, failed } = count(readResult(file));
// jest may say no for a reason that is no test, such as an open handle of its own or a broken start.
const unexplained = exitCode !== '0' && failed === 0 ? 1 : 0;
console.log(`${passed} ${failed + unexplained}`);

function readResult(path) {
	try {
		return JSON.parse(readFileSync(path, 'utf8'));
	} catch {
		return undefined;
	}
}

function count(result) {
	if (!result || result.numTotalTests === 0) return { passed: 0, failed: 1 };
	const unrun = result.numPendingTests + result.numTodoTests + result.numRuntimeErrorTestSuites;
	if (unrun > 0) console.error(`${unrun} tests or suites did not run; they count as failed.`);
	return { passed: result.numPassedTests, failed: result.numFailedTests + unrun };
}
