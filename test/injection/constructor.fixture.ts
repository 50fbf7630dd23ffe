import { setTimeout } from 'node:timers/promises';
import { Context, Inject, Injectable, Module, Optional, Tool } from 'portico';

abstract class Clock {
  abstract now(): string;
}

@Injectable()
class FixedClock extends Clock {
  now() {
    return 'noon';
  }
}

@Injectable()
export class Repository {
  constructor(@Inject('DATABASE_URL') readonly url: string) {}
}

@Injectable()
export class OrderService {
  constructor(
    readonly repository: Repository,
    readonly clock: Clock,
    private readonly ctx: Context,
  ) {}

  describe() {
    return `${this.repository.url} at ${this.clock.now()} for ${this.ctx.client.name}`;
  }
}

/** Has no constructor of its own. */
@Injectable()
export class SpecialOrderService extends OrderService {}

class Connection {
  constructor(readonly state: string) {}
}

@Injectable({ scope: 'transient' })
export class Counter {
  private count = 0;
  next() {
    return ++this.count;
  }
}

const SYMBOL = Symbol('settings');

@Tool('By a class with a constructor')
export class DescribeTool {
  constructor(
    private readonly orders: OrderService,
    private readonly ctx: Context,
  ) {}
  execute() {
    return `${this.orders.describe()}, request ${typeof this.ctx.requestId}`;
  }
}

@Injectable()
export class InjectionTools {
  constructor(
    private readonly orders: OrderService,
    private readonly special: SpecialOrderService,
    private readonly connection: Connection,
    @Inject('alias') private readonly alias: OrderService,
    @Inject(SYMBOL) private readonly settings: { readonly mode: string },
    @Inject('missing') @Optional() private readonly missing: string | undefined,
    private readonly one: Counter,
    private readonly other: Counter,
    @Inject('made') private readonly made: string,
  ) {}

  @Tool() injected() {
    return {
      orders: this.orders.describe(),
      special: this.special.describe(),
      isSpecial: this.special instanceof SpecialOrderService,
      sharesRepository: this.special.repository === this.orders.repository,
      connection: this.connection.state,
      aliasIsSame: this.alias === this.orders,
      settings: this.settings.mode,
      missing: this.missing === undefined,
      transients: [this.one.next(), this.one.next(), this.other.next()],
      made: this.made,
    };
  }
}

@Module({
  providers: [
    DescribeTool,
    InjectionTools,
    OrderService,
    SpecialOrderService,
    Repository,
    Counter,
    { provide: Clock, useClass: FixedClock },
    { provide: 'DATABASE_URL', useValue: 'db://orders' },
    { provide: 'alias', useExisting: OrderService },
    { provide: SYMBOL, useValue: { mode: 'strict' } },
    {
      provide: Connection,
      inject: ['DATABASE_URL'],
      useFactory: async (url: string) => {
        await setTimeout(5);
        return new Connection(`open to ${url}`);
      },
    },
    {
      provide: 'made',
      inject: [Connection, Clock],
      useFactory: (c: Connection, k: Clock) => `${c.state}, ${k.now()}`,
    },
  ],
})
export class InjectionModule {
  static readonly file = import.meta.url;
}
