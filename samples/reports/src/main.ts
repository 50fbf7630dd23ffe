import { PorticoFactory } from 'portico';
import { ReportsModule } from './reports.module.js';

const app = await PorticoFactory.create(ReportsModule, { name: 'reports', version: '1.0.0' });
await app.listen(); // serves and works; PORTICO_ROLE=server or =worker does one of them
