import { format } from 'node:util';

/**
 * Where the server writes what only its operator should see. Anything with these four methods fits: `console`,
 * pino, winston.
 */
export interface ServerLog {
  debug(message: string, ...details: unknown[]): void;
  info(message: string, ...details: unknown[]): void;
  warn(message: string, ...details: unknown[]): void;
  error(message: string, ...details: unknown[]): void;
}

/** The token by which whatever the container makes is given the log of its application. */
export const SERVER_LOG = Symbol('portico.log');

/** Writes to stderr, because on stdio stdout belongs to the protocol. Debug lines appear when `verbose` is set. */
export class StderrLog implements ServerLog {
  constructor(private readonly verbose = false) {}

  debug(message: string, ...details: unknown[]): void {
    if (this.verbose) this.write('debug', message, details);
  }
  info(message: string, ...details: unknown[]): void {
    this.write('info', message, details);
  }
  warn(message: string, ...details: unknown[]): void {
    this.write('warn', message, details);
  }
  error(message: string, ...details: unknown[]): void {
    this.write('error', message, details);
  }

  private write(level: string, message: string, details: readonly unknown[]): void {
    const label = level === 'info' ? '' : `${level} `;
    process.stderr.write(`[portico] ${label}${format(message, ...details)}\n`);
  }
}

/** Says nothing; for tests. */
export const silentLog: ServerLog = { debug() {}, info() {}, warn() {}, error() {} };
