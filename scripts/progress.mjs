// Says what is going on while something slow runs: a line at the start, a sign of life, a line at the end.
const everyMs = 15_000;

export async function step(title, work) {
	const started = Date.now();
	const seconds = () => `${((Date.now() - started) / 1000).toFixed(0)} s`;
	console.log(`- ${title} …`);
	const alive = setInterval(() => console.log(`  … still at it (${seconds()})`), everyMs);
	alive.unref();
	try {
		const result = await work();
		console.log(`  done (${seconds()})`);
		return result;
	} finally {
		clearInterval(alive);
	}
}
