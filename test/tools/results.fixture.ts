import { Context, Injectable, Module, Tool, ToolResult } from 'portico';

class Receipt {
  readonly #secret = 'internal';
  constructor(readonly id: number) {}
  check() {
    return this.#secret;
  }
}

@Injectable()
export class ResultTools {
  @Tool() string() {
    return 'a "quoted" word\nand a second line';
  }
  @Tool() emptyString() {
    return '';
  }
  @Tool() nothing() {}
  @Tool() async nothingLater() {}
  @Tool() null() {
    return null;
  }
  @Tool() number() {
    return 42.5;
  }
  @Tool() zero() {
    return 0;
  }
  @Tool() boolean() {
    return false;
  }
  @Tool() object() {
    return { id: 7, tags: ['a'], nested: { ok: true }, missing: undefined, none: null };
  }
  @Tool() instance() {
    return new Receipt(7);
  }
  @Tool() date() {
    return { at: new Date(0) };
  }
  @Tool() array() {
    return [{ id: 1 }, { id: 2 }];
  }

  @Tool() spelledOut() {
    return new ToolResult(
      [
        { type: 'text', text: 'first' },
        { type: 'image', data: 'AAAA', mimeType: 'image/png' },
        { type: 'resource_link', uri: 'orders://1', name: 'order' },
      ],
      { structuredContent: { id: 1 }, meta: { 'example.org/cost': 3 } },
    );
  }
  @Tool() spelledOutError() {
    return new ToolResult([{ type: 'text', text: 'the card was refused' }], { isError: true });
  }
  @Tool() forwarded(ctx: Context) {
    return ctx.callTool('spelledOut');
  }

  @Tool() bigint() {
    return { order: { items: [{ price: 1n }] } };
  }
  @Tool() circular() {
    const order: Record<string, unknown> = { id: 1 };
    order['self'] = { order };
    return order;
  }
  @Tool() map() {
    return { prices: new Map([['apple', 1]]) };
  }
  @Tool() nan() {
    return { prices: [1, NaN] };
  }
  @Tool() bareBigint() {
    return 1n;
  }
  @Tool() function() {
    return { done: () => true };
  }
}

@Module({ providers: [ResultTools] })
export class ResultsModule {
  static readonly file = import.meta.url;
}
