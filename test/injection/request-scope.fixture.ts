import { setTimeout } from 'node:timers/promises';
import { Context, Injectable, Module, Param, Prompt, Resource, Tool } from 'portico';

/** What happened, for all requests. */
@Injectable()
export class Diary {
  entries: string[] = [];
  made = 0;
}

@Injectable({ scope: 'request' })
export class Transaction {
  readonly number: number;
  constructor(
    private readonly diary: Diary,
    readonly ctx: Context,
  ) {
    this.number = ++diary.made;
  }
  async [Symbol.asyncDispose]() {
    await setTimeout(5);
    this.diary.entries.push(`transaction ${this.number}`);
  }
}

@Injectable({ scope: 'request' })
export class Cart {
  constructor(
    readonly transaction: Transaction,
    private readonly diary: Diary,
  ) {}
  [Symbol.dispose]() {
    this.diary.entries.push(`cart of ${this.transaction.number}`);
  }
}

@Injectable({ scope: 'request' })
export class Ledger {
  constructor(
    readonly cart: Cart,
    readonly transaction: Transaction,
    private readonly diary: Diary,
  ) {}
  async onShutdown() {
    this.diary.entries.push(`ledger of ${this.transaction.number}`);
  }
}

@Injectable({ scope: 'request' })
export class Unused {
  constructor(diary: Diary) {
    diary.entries.push('unused was made');
  }
}

@Injectable()
export class RequestTools {
  private readonly calls: number[] = [];

  constructor(
    private readonly ledger: Ledger,
    private readonly cart: Cart,
    private readonly transaction: Transaction,
    private readonly diary: Diary,
  ) {}

  @Tool() async share(ctx: Context) {
    this.calls.push(1);
    await setTimeout(Math.random() * 5);
    return {
      number: this.transaction.number,
      shared: this.ledger.cart === this.cart && this.cart.transaction === this.transaction,
      ownContext: this.transaction.ctx.requestId === ctx.requestId,
      callsOfInstance: this.calls.length,
      disposed: this.diary.entries.some((entry) => entry === `transaction ${this.transaction.number}`),
    };
  }
  @Tool() fail() {
    throw new Error('after the transaction was opened');
  }
  @Tool() async nested(ctx: Context) {
    const inner = await ctx.callTool('share');
    return { outer: this.transaction.number, inner: (inner.structuredContent as { number: number }).number };
  }
  @Resource('scoped://{id}') read(@Param('id') id: string) {
    return `${id} in ${this.transaction.number}`;
  }
  @Prompt() inTransaction() {
    return `in ${this.transaction.number}`;
  }
}

/** A class of components that is a singleton, to look at the diary. */
@Injectable()
export class DiaryTools {
  constructor(private readonly diary: Diary) {}
  @Tool() takeEntries() {
    return { entries: this.diary.entries.splice(0) };
  }
}

@Module({ providers: [Diary, Transaction, Cart, Ledger, Unused, RequestTools, DiaryTools] })
export class RequestScopeModule {
  static readonly file = import.meta.url;
}
