import { PorticoFactory } from 'portico';
import { OrdersModule } from './orders.module.js';

const app = await PorticoFactory.create(OrdersModule, {
  name: 'orders',
  version: '1.0.0',
  instructions: 'A coffee bar. Put things into the cart first, then check out.',
});
await app.listen();
