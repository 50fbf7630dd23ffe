import type { ServerLogLevel } from '../../common/server-log.js';

/** How the server writes its own log to stderr. */
export interface LogSettings {
  /** What is written: this and what is more severe. `PORTICO_LOG` likewise. Default: `info`. */
  readonly level?: ServerLogLevel;
  /**
   * `text` for people; `json`, one object in a line, for machines: that needs the package `pino`. `PORTICO_LOG_FORMAT`
   * likewise. Default: `text`.
   */
  readonly format?: 'text' | 'json';
}
