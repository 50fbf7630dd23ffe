import express from 'express';
import { PorticoFactory } from 'portico';
import { Stock } from '../stock.js';
import { StockModule } from '../stock.module.js';

export async function createHost() {
  const stock = new Stock();
  const host = express();
  host.get('/stock', (_request, response) => void response.json(stock.all()));

  const mcp = await PorticoFactory.create(StockModule.for(stock), { name: 'stock', version: '1.0.0' });
  host.all('/mcp', mcp.nodeHandler());
  return { host, mcp };
}
