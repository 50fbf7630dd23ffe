import { setTimeout as pass } from 'node:timers/promises';
import { Cacheable, Context, Injectable, isPorticoError, Module, Tool } from 'portico';

/** What came of a load on the state. */
export interface LoadReport {
  /** Keys whose writes were reported as done. */
  readonly written: string[];
  readonly counted: number;
  /** How often each error was thrown. */
  readonly errors: Record<string, number>;
  /** In milliseconds, of any one call. */
  readonly slowest: number;
  /** Reads that said "there is none" of what had been written. */
  readonly lost: string[];
}

const app = { scope: 'app' } as const;
const input = { type: 'object' };

@Injectable()
export class LoadTools {
  static stop = false;

  /** Reads, writes and counts as fast as the store answers, until it is told to stop. */
  @Tool({ input }) async load({ name }: { name: string }, ctx: Context): Promise<LoadReport> {
    LoadTools.stop = false;
    const report = {
      written: [] as string[],
      counted: 0,
      errors: {} as Record<string, number>,
      slowest: 0,
      lost: [] as string[],
    };
    const timed = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
      const start = performance.now();
      try {
        return await work();
      } catch (error) {
        const code = isPorticoError(error) ? error.code : String(error);
        report.errors[code] = (report.errors[code] ?? 0) + 1;
        await pass(5);
        return undefined;
      } finally {
        report.slowest = Math.max(report.slowest, performance.now() - start);
      }
    };
    const work = async (worker: number): Promise<void> => {
      for (let i = 0; !LoadTools.stop; i++) {
        const key = `${name} ${worker} ${i}`;
        if (await timed(() => ctx.setState(key, i, app).then(() => true))) report.written.push(key);
        const known = report.written[Math.floor(Math.random() * report.written.length)];
        if (known !== undefined) {
          const found = await timed(async () => ({ value: await ctx.getState(known, app) }));
          if (found && found.value === undefined) report.lost.push(known);
        }
        if (await timed(() => ctx.incrementState(`${name} count`, 1, app))) report.counted++;
        await pass(2);
      }
    };
    await Promise.all(Array.from({ length: 8 }, (_, worker) => work(worker)));
    return report;
  }

  @Tool({ input }) async check({ name, keys }: { name: string; keys: string[] }, ctx: Context) {
    const missing = [];
    for (const key of keys) if (!(await ctx.hasState(key, app))) missing.push(key);
    return { missing, count: await ctx.getState(`${name} count`, app) };
  }

  @Tool() async ping(ctx: Context) {
    const code = await ctx.setState('ping', 1, app).then(
      () => 'stored',
      (error: unknown) => (isPorticoError(error) ? error.code : String(error)),
    );
    return { code };
  }

  @Cacheable({ ttl: '1m', scope: 'public' })
  @Tool({ annotations: { readOnlyHint: true }, input })
  async cached({ a }: { a: number }) {
    return { square: a * a };
  }
}

@Module({ providers: [LoadTools] })
export class LoadModule {}
