// npm run whatsapp: the loopback WhatsApp with its console, without n8n.
import { runTool } from './tool-program.mjs';
import { runMain } from './trouble.mjs';

await runMain(() => runTool('test/whatsapp/console.ts', { nodeFlags: ['--enable-source-maps'] }));
