import { setTimeout as pass } from 'node:timers/promises';
import { IsInt } from 'class-validator';
import {
  Cacheable,
  Context,
  Injectable,
  Module,
  Param,
  Resource,
  ResourceResult,
  Tool,
  ToolResult,
  UseGuards,
  UserError,
} from 'portico';

class SquareInput {
  @IsInt() of!: number;
  @IsInt() noise: number = 0;
}

/** How often each handler has run, and who was let in. */
export const runs: Record<string, number> = {};
const run = (name: string) => (runs[name] = (runs[name] ?? 0) + 1);

const annotations = { readOnlyHint: true };
const input = { type: 'object' };

@Injectable()
export class CachedTools {
  @Cacheable({ ttl: '1m', scope: 'public' })
  @UseGuards(() => run('guard') > 0)
  @Tool({ annotations })
  async square({ of }: SquareInput) {
    await pass(30);
    return { square: of * of, run: run('square') };
  }

  @Cacheable({ ttl: '1m', scope: 'public', key: ({ of }: SquareInput) => String(of) })
  @Tool({ annotations })
  async byKey({ of }: SquareInput) {
    return { square: of * of, run: run('byKey') };
  }

  @Cacheable({ ttl: 300, scope: 'public' })
  @Tool({ annotations })
  async brief() {
    return run('brief');
  }

  @Cacheable({ ttl: '1m' })
  @Tool({ annotations })
  async mine() {
    return run('mine');
  }

  @Cacheable({ ttl: '1m' })
  @Tool({ annotations, session: 'handle' })
  async inSession(ctx: Context) {
    return { run: run('inSession'), of: ctx.sessionId };
  }

  @Cacheable({ ttl: '1m', scope: 'public' })
  @Tool({ annotations, input })
  async fails({ how }: { how: string }) {
    await pass(30);
    const times = run(`fails ${how}`);
    if (how === 'throws') throw new UserError(`failed ${times}`);
    if (how === 'crashes') throw new Error('secret');
    if (how === 'says so')
      return new ToolResult([{ type: 'text', text: `failed ${times}` }], { isError: true });
    return times === 1 ? Promise.reject(new UserError('the first fails')) : `went well ${times}`;
  }

  @Cacheable({ ttl: '1m', scope: 'public' })
  @Tool({ annotations, input })
  async asks({ topic }: { topic: string }, ctx: Context) {
    const times = run(`asks ${topic}`);
    if (topic === 'often' || times === 1) await ctx.confirm(`About ${topic}?`);
    return `asked about ${topic}, ${times}`;
  }

  @Cacheable({ ttl: '1m', scope: 'public' })
  @Tool({ annotations })
  async spelled() {
    run('spelled');
    return new ToolResult([{ type: 'image', data: 'AAAA', mimeType: 'image/png' }], {
      structuredContent: { a: [1, null] },
      meta: { 'example.org/a': 1 },
    });
  }
}

@Cacheable({ ttl: '1m', scope: 'public' })
@Injectable()
export class CachedResources {
  @Resource('cached://{name}') async text(@Param('name') name: string) {
    return `${name} ${run(`text ${name}`)}`;
  }
  @Resource('cached-bytes://one') async bytes() {
    run('bytes');
    return new ResourceResult([
      { uri: 'cached-bytes://one', data: new Uint8Array([1, 2]), mimeType: 'application/x-two' },
      { uri: 'cached-bytes://one#text', data: 'text' },
    ]);
  }
  @Resource('cached-none://{name}') async none(@Param('name') name: string) {
    return run(`none ${name}`) === 1 ? undefined : 'found';
  }
}

@Module({ providers: [CachedTools, CachedResources] })
export class CachedModule {
  static readonly file = import.meta.url;
}
