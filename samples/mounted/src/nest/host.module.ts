import { Module } from '@nestjs/common';
import { PorticoApp, PorticoFactory } from 'portico';
import { Stock } from '../stock.js';
import { StockModule } from '../stock.module.js';
import { McpController } from './mcp.controller.js';
import { StockController } from './stock.controller.js';

@Module({
  controllers: [StockController, McpController],
  providers: [
    Stock,
    {
      provide: PorticoApp,
      inject: [Stock],
      useFactory: (stock: Stock) =>
        PorticoFactory.create(StockModule.for(stock), { name: 'stock', version: '1.0.0' }),
    },
  ],
})
export class HostModule {}
