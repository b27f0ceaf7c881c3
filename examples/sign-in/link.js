'use strict';

const pauseMs = 2_000;
const slowPauseMs = 5_000;

/** Of this tab: what was started, and when it ends on this tab's own clock. Undefined while nothing is. */
let started;
let timer;
/** Of looking: what an earlier look comes back with counts no more, so that there is never more than one at it. */
let turn = 0;

async function start() {
	clearTimeout(timer);
	show('starting', 'Sign in with WhatsApp');
	const browserSecret = newBrowserSecret();
	try {
		const answer = await ask('start', { browserSecret });
		if (answer.problem) return giveUp(plainWords(answer));
		begin({
			...answer,
			browserSecret,
			startedAt: Date.now(),
			endsAt: Date.now() + answer.secondsLeft * 1_000,
		});
	} catch {
		giveUp('There is no connection to the server. Check yours, and start again.');
	}
}

function begin(link) {
	started = link;
	element('qr').src = link.qr;
	element('open').href = link.link;
	element('number').textContent = link.number;
	element('spelled').textContent = link.code;
	show('waiting', 'Sign in with WhatsApp');
	look();
}

async function look() {
	clearTimeout(timer);
	turn += 1;
	const mine = turn;
	const asked = started;
	const secondsLeft = (asked.endsAt - Date.now()) / 1_000;
	element('left').textContent = secondsLeft > 0 ? `${inWords(secondsLeft)} left. Keep this page open.` : '';
	try {
		const { verificationId, browserSecret } = asked;
		const answer = await ask('status', { verificationId, browserSecret });
		if (mine !== turn) return;
		say('Waiting for your message');
		if (answer.status === 'validated') return finish(answer);
		if (answer.status !== 'requested') return giveUp(ended(answer));
	} catch {
		if (mine !== turn) return;
		say('No connection to the server. Still trying');
	}
	const isLong = Date.now() - asked.startedAt > 60_000;
	timer = setTimeout(look, isLong ? slowPauseMs : pauseMs);
}

/** Read out, so only when it is something new. */
function say(words) {
	if (element('state').textContent !== words) element('state').textContent = words;
}

function finish(person) {
	forget();
	greet(person);
}

function giveUp(words) {
	forget();
	element('problem').textContent = words;
	show('over', 'Not signed in');
	element('again').focus();
}

function forget() {
	clearTimeout(timer);
	turn += 1;
	started = undefined;
}

function ended({ status, problem, rule, retryInSeconds }) {
	if (status === 'expired') return 'The message did not come in time. Start again for a new one.';
	if (problem) return plainWords({ problem, rule, retryInSeconds });
	return 'This sign-in has ended. Start again for a new one.';
}

element('again').addEventListener('click', start);
// Back from WhatsApp: look at once, whatever the pause is.
document.addEventListener('visibilitychange', () => {
	if (!document.hidden && started) look();
});

start();
