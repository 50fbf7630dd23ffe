import { performance } from 'node:perf_hooks';
import { caught, type Eventually } from '../../common/eventually.js';
import { Redactor, type RedactionOptions } from '../../common/redaction/redactor.js';
import type { ServerLog } from '../../common/server-log.js';
import type { Exchange } from '../../context/exchange.js';
import { requestMark } from '../../context/request-mark.js';
import { tellEnding, type Ending } from '../../pipeline/observing/ending.js';
import type { Observer } from '../../pipeline/observing/observer.js';

/** Who did what, and what came of it. */
export interface AuditEntry extends Ending {
  /** When it began, as ISO 8601. */
  readonly time: string;
  /** The id that stands in the lines of the log too. */
  readonly request: string;
  /** The protocol's method, such as `tools/call`. */
  readonly method: string;
  /** What was called, read or got: its name or URI, as the caller wrote it. */
  readonly target?: string;
  /** Who called, as the server verified it; absent for a caller nobody knows. */
  readonly principal?: { readonly subject: string; readonly issuer?: string; readonly clientId?: string };
  /** What the client says of itself, which may be wrong. */
  readonly client?: string;
  readonly transport: string;
  /** Where the connection comes from. */
  readonly address?: string;
  /** The task it ran in. */
  readonly task?: string;
  /** How long it took, in ms. */
  readonly ms: number;
  /** What it was called with, without secrets; only where that is wanted. */
  readonly arguments?: unknown;
}

/** What is written of calls, and where. */
export interface AuditOptions {
  /** Takes an entry when a call has ended. What it throws goes to the log. Default: a line in the log. */
  readonly write?: (entry: AuditEntry) => void | Promise<void>;
  /** Whether arguments are written too, without what is recognised as a secret in them. Default: `false`. */
  readonly arguments?: boolean;
}

/** Writes an entry for everything a client asked for, refused calls included. */
export function auditObserver(
  options: AuditOptions,
  redact: RedactionOptions | undefined,
  log: ServerLog,
): Observer {
  const redactor = new Redactor(redact);
  const write = options.write ?? ((entry: AuditEntry) => log.info('audit', entry));
  const note = (exchange: Exchange, begun: number, ending: Ending): Eventually<void> => {
    const { params } = exchange;
    const ms = Math.round(performance.now() - begun);
    const entry: AuditEntry = {
      time: new Date(Date.now() - ms).toISOString(),
      ...factsOf(exchange),
      ...ending,
      ms,
      ...(options.arguments &&
        params['arguments'] !== undefined && { arguments: redactor.value(params['arguments']) }),
    };
    return caught(
      () => write(entry),
      (error) => log.error('An audit entry could not be written:', error, entry),
    );
  };
  return (exchange, next) => {
    if (exchange.flow.origin !== exchange.flow) return next(exchange); // a part of a call that is written down
    const begun = performance.now();
    return tellEnding(
      exchange,
      () => next(exchange),
      (ending) => note(exchange, begun, ending),
    );
  };
}

function factsOf(exchange: Exchange): Omit<AuditEntry, 'time' | 'ms' | keyof Ending> {
  const { method, params, principal, client, transport, http, task } = exchange;
  const target = params['name'] ?? params['uri'];
  return {
    request: requestMark(exchange).request,
    method,
    ...(typeof target === 'string' && { target: target.slice(0, 300) }),
    ...(principal && { principal: callerOf(principal) }),
    ...(client.name !== undefined && {
      client: `${client.name} ${client.version ?? ''}`.trim().slice(0, 100),
    }),
    transport,
    ...(http?.address !== undefined && { address: http.address }),
    ...(task && { task: task.id }),
  };
}

function callerOf({ subject, issuer, clientId }: NonNullable<Exchange['principal']>) {
  return {
    subject,
    ...(issuer !== undefined && { issuer }),
    ...(clientId !== undefined && { clientId }),
  };
}
