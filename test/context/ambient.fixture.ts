import { AsyncResource } from 'node:async_hooks';
import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Context, Injectable, Module, runInContext, Tool } from 'portico';
import { attempt } from '../support/attempt.js';

/** A singleton that keeps a context, and things that happen outside of any request. */
@Injectable()
export class Station {
  readonly bell = new EventEmitter();
  private readonly atConstruction: Promise<unknown>;
  private atInit: unknown;

  constructor(private readonly ctx: Context) {
    this.atConstruction = attempt(() => this.ctx.requestId);
  }

  async onModuleInit() {
    this.atInit = await attempt(() => Context.current().requestId);
  }

  async outside() {
    return { atConstruction: await this.atConstruction, atInit: this.atInit };
  }

  get requestId() {
    return this.ctx.requestId;
  }
  async requestIdLater() {
    await delay(1);
    return this.ctx.requestId;
  }
}

@Injectable()
export class AmbientTools {
  constructor(
    private readonly station: Station,
    private readonly own: Context,
  ) {}

  @Tool() async outside() {
    return this.station.outside();
  }

  @Tool() async same(ctx: Context) {
    return {
      current: Context.current() === ctx,
      constructed: this.own.requestId === ctx.requestId,
      service: this.station.requestId === ctx.requestId,
      serviceLater: (await this.station.requestIdLater()) === ctx.requestId,
      timer: (await new Promise((resolve) => setTimeout(() => resolve(Context.current()), 1))) === ctx,
    };
  }

  /** A listener runs where the event is emitted: here, where no request is. */
  @Tool() async listener(ctx: Context) {
    const bare = new Promise((resolve) =>
      this.station.bell.once('ring', () => resolve(attempt(() => Context.current()))),
    );
    const wrapped = new Promise((resolve) =>
      this.station.bell.once('ring', () => resolve(runInContext(ctx, () => this.station.requestId))),
    );
    outsideOfRequests(() => this.station.bell.emit('ring'));
    return { bare: await bare, wrapped: (await wrapped) === ctx.requestId };
  }
}

const outside = new AsyncResource('outside of requests');

/** Runs something as a timer or a socket would that was opened when no request was running. */
function outsideOfRequests(work: () => void): void {
  outside.runInAsyncScope(work);
}

@Module({ providers: [Station, AmbientTools] })
export class AmbientModule {
  static readonly file = import.meta.url;
}
