import { Module } from 'portico';
import { CartTools } from './cart.tools.js';
import { CheckoutTool } from './checkout.tool.js';
import { Till } from './till.js';

@Module({ providers: [Till, CartTools, CheckoutTool] })
export class OrdersModule {}
