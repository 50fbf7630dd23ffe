import { PorticoFactory } from 'portico';
import { AppModule } from './app.module.js';

const app = await PorticoFactory.create(AppModule, {
  name: 'workshop',
  version: '1.2.0',
  jobs: { url: 'memory:' },
});
await app.listen();
