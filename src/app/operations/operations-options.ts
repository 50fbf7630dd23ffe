import type { AuditOptions } from './audit.js';

/** What is told of the calls of an application to those who run it. */
export interface OperationsOptions {
  /**
   * Count calls for Prometheus: at `/metrics` where `app.listen` serves HTTP, and by `app.metrics()`. Needs the package
   * `prom-client`. `PORTICO_METRICS=true` likewise. Default: `false`.
   */
  readonly metrics?: boolean;
  /**
   * Tell OpenTelemetry of each call, and within it of each question, use of state and job. Needs `@opentelemetry/api`, and
   * an SDK that the program has set up. `PORTICO_TRACING=true` likewise. Default: `false`.
   */
  readonly tracing?: boolean;
  /** Write down who did what: `true` for a line in the log for each request, or where and how. Default: `false`. */
  readonly audit?: boolean | AuditOptions;
}
