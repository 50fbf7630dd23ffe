import { Injectable } from 'portico';

/** Stands in for an archive that gives what it files a number. */
@Injectable()
export class ArchiveService {
  private readonly reports: object[] = [];

  file(report: object): number {
    return this.reports.push(report);
  }
}
