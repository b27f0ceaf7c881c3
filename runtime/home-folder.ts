import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where the embedded store lies: `WHATSAPP_KIT_HOME`, else `whatsapp-kit` inside n8n's own folder, found the
 * way n8n finds it. Never in the package folder (deleted on update) and never in `<n8n folder>/storage`
 * (n8n 3 moves that one and stops when both exist).
 */
export function homeFolder(environment: Readonly<Record<string, string | undefined>>): string {
	if (environment.WHATSAPP_KIT_HOME) return environment.WHATSAPP_KIT_HOME;
	const userFolder =
		environment.N8N_USER_FOLDER ?? (environment.HOME || environment.USERPROFILE) ?? homedir();
	return join(userFolder || process.cwd(), '.n8n', 'whatsapp-kit');
}
