import type { Context as OtelContext, Span, Tracer } from '@opentelemetry/api';
import { Later } from '../../common/later.js';
import { isThenable } from '../../common/thenable.js';
import type { ContextServices } from '../../context/context-services.js';
import type { Exchange, TraceContext } from '../../context/exchange.js';
import { aroundQuestions } from '../../pipeline/observing/asking.js';
import { tellEnding, type Ending } from '../../pipeline/observing/ending.js';
import type { Observer } from '../../pipeline/observing/observer.js';
import { loadOptional } from '../../storage/optional-package.js';

type Api = typeof import('@opentelemetry/api');

/** What a service does that is worth a span of its own. */
const traced = {
  state: ['set', 'get', 'has', 'delete', 'update', 'increment', 'clear'],
  jobs: ['enqueue', 'wait'],
} as const satisfies Partial<Record<keyof ContextServices, readonly string[]>>;

/** Tells OpenTelemetry what happens: a span for each call, and one within for each question, use of state, and job. */
export class Tracing {
  private readonly tracer: Tracer;

  private constructor(
    private readonly api: Api,
    private readonly nameOf: (exchange: Exchange) => string | undefined,
  ) {
    this.tracer = api.trace.getTracer('portico');
  }

  /** @throws PorticoError `PORTICO_MISSING_PACKAGE` */
  static async open(nameOf: (exchange: Exchange) => string | undefined): Promise<Tracing> {
    const api = await loadOptional(() => import('@opentelemetry/api'), '@opentelemetry/api', 'Tracing');
    return new Tracing(api, nameOf);
  }

  readonly observer: Observer = (exchange, next) => {
    const { method, trace, era, transport, protocolVersion, task } = exchange;
    const component = this.nameOf(exchange);
    const attributes = {
      'rpc.system': 'jsonrpc',
      'mcp.method.name': method,
      'mcp.protocol.version': protocolVersion,
      'portico.era': era,
      'portico.transport': transport,
      ...(component !== undefined && { 'portico.component': component }),
      ...(task && { 'portico.task': task.id, 'portico.attempt': task.attempt }),
    };
    const name = component === undefined ? method : `${method} ${component}`;
    const isInner = exchange.flow.origin !== exchange.flow;
    const around = this.api.context.active();
    const parent = isInner ? around : this.parentOf(trace);
    const kind = isInner ? this.api.SpanKind.INTERNAL : this.api.SpanKind.SERVER;
    const outcome = this.tracer.startActiveSpan(name, { kind, attributes }, parent, (span) => {
      const watched = aroundQuestions(exchange, (request, ask) => this.within(`ask ${request.method}`, ask));
      return tellEnding(
        exchange,
        () => next(watched),
        (ending) => this.finish(span, ending),
      );
    });
    // What follows a call that ends later is no part of it.
    if (!isThenable(outcome)) return outcome;
    return Later.of(outcome).within((follow) => this.api.context.with(around, follow));
  };

  /** Puts spans around what the services do. */
  instrument(services: ContextServices): void {
    for (const [name, methods] of Object.entries(traced)) {
      const service = services[name as keyof ContextServices] as unknown as Record<string, Method>;
      for (const method of methods) {
        const work = service[method]!.bind(service);
        service[method] = (...args) => this.within(`${name} ${method}`, () => work(...args));
      }
    }
  }

  private async within(name: string, work: () => unknown): Promise<unknown> {
    return this.tracer.startActiveSpan(name, async (span) => {
      try {
        return await work();
      } catch (error) {
        span.setStatus({ code: this.api.SpanStatusCode.ERROR });
        throw error;
      } finally {
        span.end();
      }
    });
  }

  /** What stands in a span is read by others than the log: the code of an error, never its text. */
  private finish(span: Span, { outcome, code }: Ending): void {
    span.setAttribute('portico.outcome', outcome);
    if (code !== undefined) span.setAttribute('error.type', code);
    if (outcome === 'failed') span.setStatus({ code: this.api.SpanStatusCode.ERROR });
    span.end();
  }

  /** The caller's trace as it told it; else what is active here, such as the span of a web framework around this. */
  private parentOf(trace: TraceContext | undefined): OtelContext {
    const active = this.api.context.active();
    const [, traceId, spanId, flags] = trace?.traceparent.split('-') ?? [];
    if (traceId === undefined || spanId === undefined) return active;
    const remote = {
      traceId,
      spanId,
      traceFlags: Number.parseInt(flags ?? '0', 16),
      isRemote: true,
      ...(trace?.tracestate !== undefined && { traceState: this.api.createTraceState(trace.tracestate) }),
    };
    const parent = this.api.trace.setSpanContext(active, remote);
    return trace?.baggage === undefined
      ? parent
      : this.api.propagation.extract(parent, { baggage: trace.baggage });
  }
}

type Method = (...args: unknown[]) => unknown;
