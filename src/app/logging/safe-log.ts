import type { Redactor } from '../../common/redaction/redactor.js';
import { LineLog, type ServerLog } from '../../common/server-log.js';
import { currentRequestMark, type RequestMark } from '../../context/request-mark.js';

/** Where lines go once nothing in them is secret, each with the request it was written in. */
export interface MarkedLog {
  write(
    level: keyof ServerLog,
    message: string,
    details: readonly unknown[],
    mark: RequestMark | undefined,
  ): void;
}

/** The log of an application, whatever is behind it: secrets are hidden, and lines of one request can be found by its id. */
export class SafeLog extends LineLog {
  constructor(
    private readonly log: MarkedLog,
    private readonly redactor: Redactor,
  ) {
    super();
  }

  protected write(level: keyof ServerLog, message: string, details: readonly unknown[]): void {
    const shown = details.map((detail) => this.redactor.value(detail));
    this.log.write(level, this.redactor.text(message), shown, currentRequestMark());
  }
}

/** A log that knows only messages gets the id of the request as part of them. */
export class PlainLog implements MarkedLog {
  constructor(private readonly log: ServerLog) {}

  write(
    level: keyof ServerLog,
    message: string,
    details: readonly unknown[],
    mark: RequestMark | undefined,
  ): void {
    this.log[level](mark ? `(${mark.request}) ${message}` : message, ...details);
  }
}
