import { promised } from '../../common/eventually.js';
import { PorticoError } from '../../common/portico-error.js';
import { Redactor } from '../../common/redaction/redactor.js';
import type { Exchange } from '../exchange.js';
import { logLevels, type LogLevel } from '../peer.js';

/** How a log message is sent. */
export interface LogOptions {
  /** The name of the part that speaks. */
  readonly logger?: string;
}

/**
 * Log messages to the client, on the request's own stream, filtered by the level the client asked for. Secrets are hidden
 * in them.
 *
 * @see https://modelcontextprotocol.io/specification/2025-11-25/server/utilities/logging#security
 */
export class LoggingService {
  /** @param redactor what hides secrets in messages and data, as the protocol demands */
  constructor(private readonly redactor = new Redactor()) {}

  /**
   * @param data any JSON value; sent beside the message
   * @throws PorticoError `PORTICO_LOG_LEVEL` for a level the protocol does not know
   */
  log(
    exchange: Exchange,
    level: LogLevel,
    message: string,
    data?: unknown,
    options?: LogOptions,
  ): Promise<void> {
    return promised(() => {
      if (!logLevels.includes(level))
        throw new PorticoError(
          'PORTICO_LOG_LEVEL',
          `ctx.log: '${String(level)}' is not a log level. Use one of ${logLevels.join(', ')}.`,
        );
      const said = this.redactor.value(data === undefined ? message : { message, data });
      return exchange.peer.log(level, said, options?.logger);
    });
  }
}
