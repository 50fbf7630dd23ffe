import { Module } from 'portico';
import { ArchiveService } from './archive.service.js';
import { SalesService } from './sales.service.js';
import { YearlyReportTool } from './yearly-report.tool.js';

@Module({ providers: [SalesService, ArchiveService, YearlyReportTool] })
export class ReportsModule {}
