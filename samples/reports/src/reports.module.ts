import { Module } from 'portico';
import { SalesService } from './sales.service.js';
import { YearlyReportTool } from './yearly-report.tool.js';

@Module({ providers: [SalesService, YearlyReportTool] })
export class ReportsModule {}
