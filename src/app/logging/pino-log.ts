import type { ServerLog } from '../../common/server-log.js';
import type { RequestMark } from '../../context/request-mark.js';
import type { MarkedLog } from './safe-log.js';

type Write = (fields: object, message: string) => void;
type Level = keyof ServerLog;

/** The part of pino that is used. */
export type PinoLogger = Readonly<Record<Level, Write>>;

/** pino leaves out what stands behind a message without a place for it; here it becomes fields. */
export class PinoLog implements MarkedLog {
  constructor(private readonly logger: PinoLogger) {}

  write(level: Level, message: string, details: readonly unknown[], mark: RequestMark | undefined): void {
    const error = details.find((detail) => detail instanceof Error);
    const others = details.filter((detail) => detail !== error);
    this.logger[level](
      {
        ...mark,
        ...(error !== undefined && { err: error }),
        ...(others.length > 0 && { details: others }),
      },
      message,
    );
  }
}

/** pino and its children say what they always add; no other log does. */
export function isPino(log: object): log is PinoLogger {
  return typeof (log as { readonly bindings?: unknown }).bindings === 'function';
}
