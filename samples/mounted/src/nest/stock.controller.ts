import { Controller, Get } from '@nestjs/common';
import { Stock } from '../stock.js';

/** A route that was there before. */
@Controller('stock')
export class StockController {
  constructor(private readonly stock: Stock) {}

  @Get()
  all() {
    return this.stock.all();
  }
}
