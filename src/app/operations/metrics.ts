import { performance } from 'node:perf_hooks';
import type { Counter, Gauge, Histogram, Registry as PromRegistry } from 'prom-client';
import type { Exchange } from '../../context/exchange.js';
import { aroundQuestions } from '../../pipeline/observing/asking.js';
import { tellEnding, type Ending } from '../../pipeline/observing/ending.js';
import type { Observer } from '../../pipeline/observing/observer.js';
import { loadOptional } from '../../storage/optional-package.js';

type Prom = typeof import('prom-client');

/** What is looked up when the metrics are asked for. */
export interface Gauges {
  readonly sessions: () => number;
  readonly parked: () => number;
  readonly tasks: () => Promise<number>;
  /** How long the task that waits longest has waited, in seconds. */
  readonly queueAge: () => Promise<number>;
}

/** From calls that touch nothing to those that take as long as people wait, in seconds. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** Counts calls, and tells Prometheus what it asks for. */
export class Metrics {
  private constructor(
    private readonly prom: Prom,
    private readonly registry: PromRegistry,
    private readonly calls: Counter,
    private readonly latency: Histogram,
    private readonly running: Gauge,
    private readonly asking: Gauge,
    /** The name of the component a request is for, where there is such a component: what clients write is no label. */
    private readonly nameOf: (exchange: Exchange) => string | undefined,
  ) {}

  /** @throws PorticoError `PORTICO_MISSING_PACKAGE` */
  static async open(nameOf: (exchange: Exchange) => string | undefined): Promise<Metrics> {
    const prom = await loadOptional(() => import('prom-client'), 'prom-client', 'A page of metrics');
    const registry = new prom.Registry();
    const registers = [registry];
    const labelNames = ['method', 'component'];
    return new Metrics(
      prom,
      registry,
      new prom.Counter({
        name: 'portico_calls_total',
        help: 'Requests of clients that have ended, by outcome and by the code of the error.',
        labelNames: [...labelNames, 'outcome', 'code'],
        registers,
      }),
      new prom.Histogram({
        name: 'portico_call_duration_seconds',
        help: 'How long requests took, without the time in which a person or a model was asked.',
        labelNames,
        buckets: BUCKETS,
        registers,
      }),
      new prom.Gauge({
        name: 'portico_calls_running',
        help: 'Requests that are being worked on and do not wait for an answer.',
        registers,
      }),
      new prom.Gauge({
        name: 'portico_questions_open',
        help: 'Questions to clients whose answers are waited for in this process.',
        registers,
      }),
      nameOf,
    );
  }

  /** To be called once, when everything exists that is looked up. */
  watch({ sessions, parked, tasks, queueAge }: Gauges): void {
    const add = (name: string, help: string, read: () => number | Promise<number>): void => {
      new this.prom.Gauge({
        name,
        help,
        registers: [this.registry],
        async collect() {
          this.set(await read());
        },
      });
    };
    add('portico_sessions', 'Open sessions.', sessions);
    add('portico_handlers_parked', 'Handlers that wait in memory for an answer.', parked);
    add('portico_tasks_running', 'Background tasks this process runs.', tasks);
    add(
      'portico_queue_age_seconds',
      'How long the oldest task that is due has waited for a worker.',
      queueAge,
    );
  }

  readonly observer: Observer = (exchange, next) => {
    if (exchange.flow.origin !== exchange.flow) return next(exchange); // a part of a call that is counted
    const { method } = exchange;
    const component = this.nameOf(exchange) ?? '';
    const begun = performance.now();
    let asked = 0;
    let open = 0;
    const watched = aroundQuestions(exchange, async (_request, ask) => {
      const from = performance.now();
      this.asking.inc();
      if (open++ === 0) this.running.dec();
      try {
        return await ask();
      } finally {
        this.asking.dec();
        if (--open === 0) this.running.inc();
        asked += performance.now() - from;
      }
    });
    const end = ({ outcome, code = '' }: Ending): void => {
      this.running.dec();
      this.calls.inc({ method, component, outcome, code });
      this.latency.observe({ method, component }, Math.max(0, performance.now() - begun - asked) / 1_000);
    };
    this.running.inc();
    return tellEnding(exchange, () => next(watched), end);
  };

  /** Everything in the text format of Prometheus. */
  async page(): Promise<{ readonly type: string; readonly text: string }> {
    return { type: this.registry.contentType, text: await this.registry.metrics() };
  }
}
