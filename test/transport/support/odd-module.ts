import { setImmediate } from 'node:timers/promises';
import { Context, UserError, Module, Prompt, Param, Resource, Tool, type ToolOutcome } from 'portico';

const circle: Record<string, unknown> = {};
circle['self'] = circle;

/** What a tool may return that is hard to write down. */
const oddities: Readonly<Record<string, () => unknown>> = {
  nothing: () => undefined,
  null: () => null,
  text: () => 'text \u2028 \u0000 "quoted" 𝄞 \ud800',
  empty: () => '',
  nan: () => ({ value: NaN, infinite: -Infinity }),
  undefined: () => ({ left: undefined, right: [undefined] }),
  bigint: () => ({ value: 10n }),
  circle: () => circle,
  toJson: () => ({ value: { toJSON: () => 'as JSON' } }),
  ownToJson: () => ({ toJSON: () => ({ other: true }) }),
  badToJson: () => ({
    value: {
      toJSON: () => {
        throw new Error('no JSON');
      },
    },
  }),
  proto: () => JSON.parse('{"__proto__": {"a": 1}, "b": {"__proto__": 2}}') as unknown,
  bare: () => Object.assign(Object.create(null) as object, { a: 1 }),
  date: () => new Date(0),
  map: () => new Map([['a', 1]]),
  number: () => 7,
  array: () => [1, 'two', null],
  true: () => true,
  content: () => ({ content: [{ type: 'text', text: 'made by hand' }] }),
  failed: () => ({ content: [{ type: 'text', text: 'no' }], isError: true }),
  noContent: () => ({ content: [] }),
  structured: () => ({ content: [], structuredContent: { a: 1 } }),
  structuredOnly: () => ({ structuredContent: { a: NaN, toJSON: undefined } }),
  structuredArray: () => ({ content: [], structuredContent: [1] }),
  structuredBigint: () => ({ content: [{ type: 'text', text: 'big' }], structuredContent: { value: 1n } }),
  meta: () => ({ content: [{ type: 'text', text: 'a' }], _meta: { 'of.mine/key': 1 } }),
  stamp: () => ({ content: [], _meta: { 'io.modelcontextprotocol/serverInfo': 'forged' } }),
  resultType: () => ({ content: [], resultType: 'odd' }),
  extra: () => ({ content: [{ type: 'text', text: 'a', more: 1 }], beside: true }),
  annotated: () => ({ content: [{ type: 'text', text: 'a', annotations: { priority: 1 } }] }),
  image: () => ({ content: [{ type: 'image', data: 'AAAA', mimeType: 'image/png' }] }),
  badImage: () => ({ content: [{ type: 'image' }] }),
  badBlock: () => ({ content: [{ type: 'nobody-knows', text: 'a' }] }),
  badText: () => ({ content: [{ type: 'text', text: 1 }] }),
  badError: () => ({ content: [], isError: 'yes' }),
  bytes: () => Buffer.from('bytes'),
  link: () => ({ content: [{ type: 'resource_link', uri: 'odd://text', name: 'text' }] }),
};

/** The names of what `odd` can return. */
export const oddNames = Object.keys(oddities);

/** Tools, prompts and resources that go to the edges of what can be asked and answered. */
class Odd {
  @Tool({ description: 'Returns something odd', input: { type: 'object' } })
  odd({ what }: { what?: string }): ToolOutcome {
    return (oddities[String(what)] ?? (() => `no ${what}`))() as ToolOutcome;
  }

  @Tool({ description: 'Says what it was given', input: { type: 'object' } })
  echo(args: object, ctx: Context) {
    const { requestId, meta, client, sessionId, era, transport, trace, protocolVersion } = ctx;
    const about = {
      requestId,
      meta,
      token: meta['progressToken'],
      client,
      era,
      transport,
      trace,
      protocolVersion,
    };
    return { args, about, hasSession: sessionId !== undefined };
  }

  @Tool({ description: 'Fails', input: { type: 'object' } })
  fail({ how }: { how?: string }) {
    if (how === 'wrong') throw new UserError('wrong');
    if (how === 'string') throw 'a string'; // eslint-disable-line @typescript-eslint/only-throw-error
    if (how === 'nothing') throw undefined; // eslint-disable-line @typescript-eslint/only-throw-error
    throw new Error('secret');
  }

  @Tool('Tells how it goes') async tell(ctx: Context) {
    await ctx.reportProgress(1, 2, 'half');
    await ctx.debug('debug');
    await ctx.info('info', { a: undefined, b: NaN });
    await ctx.error('error', undefined, { logger: 'mine' });
    await setImmediate();
    return 'told';
  }

  @Tool('Asks') async ask(ctx: Context) {
    return (await ctx.confirm('Well?')) ? 'yes' : 'no';
  }

  @Tool({
    description: 'Promises a form',
    output: { type: 'object', properties: { a: { type: 'number' } }, required: ['a'] },
    input: { type: 'object' },
  })
  formed({ a }: { a?: unknown }) {
    return { a } as object;
  }

  @Tool({
    description: 'Mirrors',
    input: { type: 'object', properties: { city: { type: 'string', 'x-mcp-header': 'City' } } },
  })
  mirror({ city }: { city?: string }) {
    return `in ${city}`;
  }

  @Tool({
    description: 'Counts',
    input: {
      type: 'object',
      properties: {
        at: { type: 'object', properties: { row: { type: 'integer', 'x-mcp-header': 'Row' } } },
        isLast: { type: 'boolean', 'x-mcp-header': 'Last' },
      },
    },
  })
  count(args: object) {
    return args;
  }

  @Prompt('Greets') greet(@Param('who') who: string) {
    return `Hello ${who}`;
  }

  @Resource('odd://text') text() {
    return 'text';
  }
  @Resource('odd://blob') blob() {
    return Buffer.from([0, 255, 1]);
  }
  @Resource('odd://cached', { cache: { ttl: 5_000, scope: 'public' } }) cached() {
    return 'cached';
  }
  @Resource('odd://broken') broken(): string {
    throw new Error('secret');
  }
  @Resource('odd://of/{+name}') of(@Param('name') name: string) {
    return name;
  }
}

@Module({ providers: [Odd] })
export class OddModule {}
