import { PorticoFactory } from 'portico';
import { TeaModule } from './tea.module.js';

const app = await PorticoFactory.create(TeaModule, { name: 'tea', version: '1.0.0' });
await app.listen({ legacySse: true }); // /sse and /messages for older clients, beside /mcp
