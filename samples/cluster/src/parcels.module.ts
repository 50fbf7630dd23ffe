import { Module } from 'portico';
import { DeliverTool } from './deliver.tool.js';
import { ScanTools } from './scan.tools.js';

@Module({ providers: [ScanTools, DeliverTool] })
export class ParcelsModule {}
