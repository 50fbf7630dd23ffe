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

/** From what shows most to what shows least. */
export const serverLogLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type ServerLogLevel = (typeof serverLogLevels)[number];

/** The token by which whatever the container makes is given the log of its application. */
export const SERVER_LOG = Symbol('portico.log');

/** A log that writes lines of every level in one way. */
export abstract class LineLog implements ServerLog {
  debug(message: string, ...details: unknown[]): void {
    this.write('debug', message, details);
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

  protected abstract write(level: keyof ServerLog, message: string, details: readonly unknown[]): void;
}

/** Writes to stderr, because on stdio stdout belongs to the protocol. */
export class StderrLog extends LineLog {
  private readonly least: number;

  /** @param level what is shown: this and what is more severe; `true` means `debug`. Default: `info` */
  constructor(level: ServerLogLevel | boolean = 'info') {
    super();
    this.least = serverLogLevels.indexOf(typeof level === 'string' ? level : level ? 'debug' : 'info');
  }

  protected write(level: keyof ServerLog, message: string, details: readonly unknown[]): void {
    if (serverLogLevels.indexOf(level) < this.least) return;
    const label = level === 'info' ? '' : `${level} `;
    process.stderr.write(`[portico] ${label}${format(message, ...details)}\n`);
  }
}

/** Says nothing; for tests. */
export const silentLog: ServerLog = { debug() {}, info() {}, warn() {}, error() {} };
