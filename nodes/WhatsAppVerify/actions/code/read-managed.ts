import type { ManagedSendInput } from '../../../../verification/managed/managed-codes';
import { defined } from '../../../shared/item-parameters';
import { readKey, readRecipient } from '../../../shared/send-message';
import type { VerifyContext } from '../../open-verifications';
import { readPatience } from '../../patience';
import { readBrowserSecret } from '../browser-secret';

/** The fields of a code that the gateway sends, whichever of them it shows. */
export function readManagedCode(context: VerifyContext): ManagedSendInput {
	const { parameters } = context;
	const options = parameters.collection('options');
	const text = (name: string) => parameters.asText(options[name], name);
	const { template, language } = readTemplate(parameters.optionalText('template'));
	return {
		...readRecipient(parameters),
		...readPatience(context),
		requestKey: readKey(context),
		fields: defined({
			purpose: parameters.optionalText('purpose'),
			template,
			language: text('language') ?? language,
			footer: text('footer'),
			code: text('ownCode'),
			expiryMinutes: parameters.asNumber(options.expiryMinutes, 'expiryMinutes'),
			parameters: parameters.asList(options.parameters, 'parameters'),
			callerKey: text('callerKey'),
			browserSecret: readBrowserSecret(parameters, options),
		}),
	};
}

/** As the list gives it, `name:language`, or a name alone: WhatsApp's names of templates have no colon. */
function readTemplate(chosen: string | undefined): { template?: string; language?: string } {
	const [template, language] = chosen?.trim().split(':') ?? [];
	return { template, language };
}
