import { PorticoError } from '../../common/portico-error.js';
import type { Exchange } from '../exchange.js';
import { logLevels, type LogLevel } from '../peer.js';

/** How a log message is sent. */
export interface LogOptions {
  /** The name of the part that speaks. */
  readonly logger?: string;
}

/** Log messages to the client, on the request's own stream, filtered by the level the client asked for. */
export class LoggingService {
  /**
   * @param data any JSON value; sent beside the message
   * @throws PorticoError `PORTICO_LOG_LEVEL` for a level the protocol does not know
   */
  async log(
    exchange: Exchange,
    level: LogLevel,
    message: string,
    data?: unknown,
    options?: LogOptions,
  ): Promise<void> {
    if (!logLevels.includes(level))
      throw new PorticoError(
        'PORTICO_LOG_LEVEL',
        `ctx.log: '${String(level)}' is not a log level. Use one of ${logLevels.join(', ')}.`,
      );
    await exchange.peer.log(level, data === undefined ? message : { message, data }, options?.logger);
  }
}
