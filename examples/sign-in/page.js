'use strict';

// n8n serves pages in a sandbox: no cookies and no storage. What ties this browser to its sign-in is a random value
// that never leaves this tab but in the requests below, and that n8n keeps as a hash only.

const here = location.pathname.replace(/\/+$/, '');
const element = (id) => document.getElementById(id);

function newBrowserSecret() {
	const bytes = crypto.getRandomValues(new Uint8Array(32));
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Asks one of the workflow's webhooks. Rejects when there is no answer, or none that can be read. */
async function ask(what, fields) {
	const response = await fetch(`${here}/${what}`, {
		method: 'POST',
		// A plain form: no preflight, and nothing that a foreign page could not send either. It has no secret to send.
		body: new URLSearchParams(fields),
		credentials: 'omit',
		cache: 'no-store',
		signal: AbortSignal.timeout(30_000),
	});
	if (!response.ok) throw new Error(`The server answered ${response.status}`);
	return await response.json();
}

/** One part of the page at a time; its heading is read out. */
function show(part, heading) {
	for (const section of document.querySelectorAll('section')) section.hidden = section.id !== part;
	element('heading').textContent = heading;
	if (document.title !== heading) document.title = heading;
}

function greet({ name, phone }) {
	// As text, never as HTML: people choose their own name.
	element('proven').textContent = phone;
	show('greeting', name ? `Welcome, ${name}` : 'Welcome');
	element('heading').focus();
}

/** A span of time as people say it. */
function inWords(seconds) {
	if (seconds < 90) return `${Math.max(1, Math.ceil(seconds))} seconds`;
	if (seconds < 5400) return `${Math.ceil(seconds / 60)} minutes`;
	return `${Math.ceil(seconds / 3600)} hours`;
}

/** What went wrong, for the person in front of it. `problem` is the error code of WhatsApp Verify. */
function plainWords({ problem, rule, retryInSeconds }) {
	const again = retryInSeconds > 0 ? ` Try again in ${inWords(retryInSeconds)}.` : '';
	if (problem === 'limited') {
		if (rule === 'country') return 'Numbers of this country cannot sign in here.';
		if (rule === 'locked') return `Too many wrong codes.${again}`;
		return `That was too often in a short time.${again}`;
	}
	return 'Signing in does not work at the moment. Try again in a few minutes.';
}
