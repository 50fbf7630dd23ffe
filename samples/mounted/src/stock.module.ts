import { Module, type DynamicModule } from 'portico';
import { Stock } from './stock.js';
import { StockTools } from './stock.tools.js';

@Module({ providers: [StockTools] })
export class StockModule {
  /** The tools for a stock that the host has already. */
  static for(stock: Stock): DynamicModule {
    return { module: StockModule, providers: [{ provide: Stock, useValue: stock }] };
  }
}
