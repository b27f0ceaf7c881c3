'use strict';

/** Of this tab: which verification the code belongs to. Undefined before one was sent. */
let sent;
let resendTimer;

const noConnection = 'There is no connection to the server. Check yours, and try again.';

function tell(field, words) {
	const problem = element(`${field === 'code' ? 'code' : 'number'}-problem`);
	problem.textContent = words;
	problem.hidden = words === '';
	element(field).setAttribute('aria-invalid', String(words !== ''));
	if (words !== '') element(field).focus();
}

/** Runs what a form or a button does, once at a time. */
async function during(button, work) {
	if (button.disabled) return;
	button.disabled = true;
	try {
		await work();
	} finally {
		button.disabled = false;
	}
}

async function send(phone) {
	tell('phone', '');
	if (!/\d/.test(phone)) return tell('phone', 'Type your number with the country code.');
	const browserSecret = newBrowserSecret();
	try {
		const answer = await ask('send', { phone, browserSecret });
		if (answer.problem) return tell('phone', notSent(answer));
		sent = { verificationId: answer.verificationId, browserSecret };
		element('sent-to').textContent = phone;
		element('code').value = '';
		tell('code', '');
		show('typing', 'Type the code');
		element('code').focus();
		waitToResend(answer.resendInSeconds);
	} catch {
		tell('phone', noConnection);
	}
}

async function check(code) {
	tell('code', '');
	if (code.trim() === '') return tell('code', 'Type the code that is in the message.');
	try {
		const answer = await ask('check', { ...sent, code });
		if (answer.verified !== true) {
			element('code').select();
			return tell('code', notVerified(answer));
		}
		sent = undefined;
		clearInterval(resendTimer);
		greet(answer);
	} catch {
		tell('code', noConnection);
	}
}

async function resend() {
	tell('code', '');
	try {
		const answer = await ask('resend', sent);
		if (answer.problem === 'invalidInput')
			return tell('code', 'This code is over. Use the number once more.');
		if (answer.problem) return tell('code', plainWords(answer));
		waitToResend(answer.resendInSeconds);
		element('code').value = '';
		element('code').focus();
	} catch {
		tell('code', noConnection);
	}
}

/** Between two codes there is a pause; the button says how long it is. */
function waitToResend(seconds) {
	clearInterval(resendTimer);
	const button = element('resend');
	const endsAt = Date.now() + seconds * 1_000;
	const count = () => {
		const left = Math.ceil((endsAt - Date.now()) / 1_000);
		button.disabled = left > 0;
		button.textContent = left > 0 ? `Send another code in ${left} s` : 'Send another code';
		if (left <= 0) clearInterval(resendTimer);
	};
	resendTimer = setInterval(count, 1_000);
	count();
}

function notSent(answer) {
	const isNumber = ['invalidInput', 'notOnWhatsApp'].includes(answer.problem);
	if (!isNumber) return plainWords(answer);
	return 'This is no number on WhatsApp. Write it with the country code, such as +55 11 98765-4321.';
}

function notVerified({ reason, problem, attemptsRemaining, retryInSeconds }) {
	const again = retryInSeconds > 0 ? ` Try again in ${inWords(retryInSeconds)}.` : '';
	if (problem) return plainWords({ problem, retryInSeconds });
	if (reason === 'wrongCode') {
		const tries = attemptsRemaining === 1 ? 'one try is' : `${attemptsRemaining} tries are`;
		return `This is not the code: ${tries} left.`;
	}
	if (reason === 'tooManyChecks') return `That was too often in a short time.${again}`;
	if (reason === 'locked' || reason === 'tooManyTries') return `Too many wrong codes.${again}`;
	if (reason === 'expired') return 'This code is too old. Ask for another one with the same number.';
	return 'This code does not work any more. Ask for another one with the same number.';
}

const onSubmit = (form, input, work) =>
	element(form).addEventListener('submit', (event) => {
		event.preventDefault();
		const button = event.target.querySelector('button');
		void during(button, () => work(element(input).value));
	});

onSubmit('number-form', 'phone', send);
onSubmit('code-form', 'code', check);
element('resend').addEventListener('click', resend);
element('other').addEventListener('click', () => {
	sent = undefined;
	clearInterval(resendTimer);
	tell('phone', '');
	show('asking', 'Sign in with a code');
	element('phone').focus();
});
element('phone').focus();
