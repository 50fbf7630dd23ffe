import type { ServerLog } from '../../common/server-log.js';
import type { Cors } from './cors.js';
import { hostProblem, originProblem } from './host-names.js';
import { headerOf, type HttpRequest } from './http-message.js';
import type { Refusal } from './json-answer.js';

/** Different values of one header that are remembered; a client that varies them gains nothing but a parse. */
const REMEMBERED = 256;

/**
 * Guards against DNS rebinding: a web page of some other site must not reach a server by giving its address a name
 * of its own. Requests without an `Origin` do not come from a page.
 */
export class HostGuard {
  private readonly hosts = new Map<string | undefined, string | undefined>();
  private readonly origins = new Map<string | undefined, string | undefined>();
  private hasWarned = false;

  constructor(
    private readonly allowedHosts: readonly string[],
    private readonly allowedOrigins: readonly string[],
    private readonly cors: Cors,
    private readonly log: ServerLog,
  ) {}

  /** Why this request must not be served, if it must not. */
  refusal(request: HttpRequest): Refusal | undefined {
    const message =
      recall(this.hosts, headerOf(request, 'host'), (host) => hostProblem(host, this.allowedHosts)) ??
      recall(this.origins, headerOf(request, 'origin'), (origin) =>
        this.cors.allows(origin) ? undefined : originProblem(origin, this.allowedOrigins),
      );
    if (message === undefined) return undefined;
    this.warn(message);
    return { status: 403, code: -32_000, message };
  }

  /** Once: the cure is the same each time, and whoever sends the requests could fill the log. */
  private warn(message: string): void {
    if (this.hasWarned) return;
    this.hasWarned = true;
    this.log.warn(
      `A request was refused: ${message}. If it is legitimate, add the name to allowedHosts or allowedOrigins; for pages that read the answers, add their origin to cors.`,
    );
  }
}

/** Parsing a URL costs more than everything else that is checked of a request, and the values hardly ever differ. */
function recall(
  known: Map<string | undefined, string | undefined>,
  value: string | undefined,
  check: (value: string | undefined) => string | undefined,
): string | undefined {
  if (known.has(value)) return known.get(value);
  const problem = check(value);
  if (known.size >= REMEMBERED) known.clear();
  known.set(value, problem);
  return problem;
}
