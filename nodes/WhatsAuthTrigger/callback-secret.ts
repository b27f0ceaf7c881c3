import { NodeOperationError } from 'n8n-workflow';
import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { parseWhatsAuthOptions } from '../../engines/whatsAuth/whats-auth-options';
import type { AccountConfig } from '../../runtime/kit';
import { readAccount } from '../shared/account';
import { toNodeError } from '../shared/node-error';
import { hasSecret } from '../shared/webhook-secret';

/** Without a secret the workflow is not published: anybody who finds the address could claim any number. */
export async function demandSecret(context: IHookFunctions): Promise<true> {
	const account = await readAccount(context, 'whatsAuth');
	if (secretOf(context, account) !== '') return true;
	throw new NodeOperationError(context.getNode(), 'The credential has no Callback Secret', {
		description:
			"Without it anybody who finds the address of this node could claim that a number was proven. Fill 'Callback Secret' in the credential with 16 characters or more.",
	});
}

/** False for all when there is no secret. Takes as long for one that is nearly right as for one that is all wrong. */
export function isProven(context: IWebhookFunctions, account: AccountConfig): boolean {
	const secret = secretOf(context, account);
	return secret !== '' && hasSecret(context.getQueryData(), secret);
}

function secretOf(context: Pick<IHookFunctions, 'getNode'>, { credential }: AccountConfig): string {
	try {
		return parseWhatsAuthOptions(credential).callbackSecret;
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}
