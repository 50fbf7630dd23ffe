import { fileURLToPath } from 'node:url';
import { Module } from 'portico';
import { OrderBook } from './scanned/order-book.js';

@Module({ providers: [OrderBook], scan: [fileURLToPath(new URL('scanned', import.meta.url))] })
export class ScanModule {
  static readonly file = import.meta.url;
}
