import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Imported before n8n's own modules, which read these once.
process.env.N8N_LOG_LEVEL = 'silent';
process.env.N8N_USER_FOLDER = join(tmpdir(), 'whatsapp-kit-tests');
