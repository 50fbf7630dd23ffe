import { format } from 'node:util';
import type { ServerLog } from 'portico';

/** A server log that keeps its lines, to be searched by a test. */
export class RecordedLog implements ServerLog {
  readonly lines: string[] = [];

  get text(): string {
    return this.lines.join('\n');
  }

  debug(message: string, ...details: unknown[]): void {
    this.lines.push(`debug ${format(message, ...details)}`);
  }
  info(message: string, ...details: unknown[]): void {
    this.lines.push(`info ${format(message, ...details)}`);
  }
  warn(message: string, ...details: unknown[]): void {
    this.lines.push(`warn ${format(message, ...details)}`);
  }
  error(message: string, ...details: unknown[]): void {
    this.lines.push(`error ${format(message, ...details)}`);
  }
}
