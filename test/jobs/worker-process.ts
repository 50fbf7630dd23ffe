import 'reflect-metadata';
import { PorticoFactory, type PorticoOptions } from 'portico';
import { OrdersModule } from './orders.fixture.js';

/** A worker of its own: `node worker-process.js <options as JSON>`. */
const options = JSON.parse(process.argv[2]!) as PorticoOptions;
const app = await PorticoFactory.create(OrdersModule, { ...options, role: 'worker' });
await app.listen();
process.stdout.write('ready\n');
