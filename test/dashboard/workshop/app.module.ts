import { Module } from 'portico';
import { BookingModule } from './booking.module.js';
import { OrdersModule } from './orders.module.js';

@Module({ imports: [OrdersModule, BookingModule] })
export class AppModule {}
