// The environment of an n8n that listens on loopback, keeps to its own folder and asks nothing of the internet.
import { childEnvironment } from './cache-folder.mjs';

// Settings of another n8n on this machine (its database, its queue, its key) must not reach this one,
// nor the mark of a test run, which makes n8n behave as in its own tests.
const foreign =
	/^(N8N_|DB_|QUEUE_|EXECUTIONS_|CREDENTIALS_|WEBHOOK_|OFFLOAD_|GENERIC_TIMEZONE|WHATSAPP_KIT_|NODE_ENV|JEST_)/i;

const quiet = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	// Asks its makers' server for a list at the start, whatever the switches above say.
	N8N_DISABLED_MODULES: 'mcp-registry',
};

export function n8nEnvironment({ userFolder, port, brokerPort, extra = {} }) {
	const inherited = Object.entries(childEnvironment()).filter(([name]) => !foreign.test(name));
	return {
		...Object.fromEntries(inherited),
		...quiet,
		N8N_USER_FOLDER: userFolder,
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_HOST: '127.0.0.1',
		N8N_PORT: String(port),
		N8N_WEBHOOK_URL: `http://127.0.0.1:${port}/`,
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		// Plain http on loopback: a cookie marked secure would not come back.
		N8N_SECURE_COOKIE: 'false',
		N8N_LOG_LEVEL: 'info',
		...extra,
	};
}
