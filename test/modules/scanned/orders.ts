import { Injectable, Tool } from 'portico';
import { OrderBook } from './order-book.js';

@Injectable()
export class ScannedTools {
  constructor(private readonly book: OrderBook) {}
  @Tool() count() {
    return this.book.size;
  }
}
