import { KitError } from '../kit-error';
import { readOpusStream } from './ogg';

/** Ten hours; beyond it the counter in the file is broken, not the speaker patient. */
const longestSeconds = 36_000;

export interface VoiceNote {
	/** Whole seconds, at least 1; undefined when the file does not say. */
	readonly seconds: number | undefined;
}

/**
 * Checks that bytes can be played as a voice note on every phone: OGG with Opus, one channel. Throws
 * `invalidInput` with the command that makes them so.
 */
export function readVoiceNote(data: Uint8Array): VoiceNote {
	const stream = readOpusStream(data);
	if (!stream) throw unplayable('The file is no OGG with Opus.');
	if (stream.channels !== 1) throw unplayable(`The file has ${stream.channels} channels.`);
	return { seconds: wholeSeconds(stream.seconds) };
}

/** Length of an OGG/Opus file in whole seconds, at least 1; undefined when it does not say. */
export function oggSeconds(data: Uint8Array): number | undefined {
	return wholeSeconds(readOpusStream(data)?.seconds ?? null);
}

function wholeSeconds(exact: number | null): number | undefined {
	if (exact === null || exact < 0 || exact > longestSeconds) return undefined;
	return Math.max(1, Math.round(exact));
}

function unplayable(what: string): KitError {
	return new KitError({
		code: 'invalidInput',
		what,
		why: 'Phones play a voice note only when it is OGG with Opus and has one channel (mono).',
		next: 'Nothing was sent. Convert it (ffmpeg -i input -vn -ac 1 -ar 48000 -c:a libopus -b:a 32k voice.ogg), or choose the kind "audio".',
	});
}
