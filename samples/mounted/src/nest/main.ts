import { NestFactory } from '@nestjs/core';
import { HostModule } from './host.module.js';

const host = await NestFactory.create(HostModule, { logger: ['warn', 'error'] });
host.enableShutdownHooks();
const port = Number(process.env['PORT'] ?? 3000);
await host.listen(port, '127.0.0.1');
console.log(`listening on http://127.0.0.1:${port}`);
