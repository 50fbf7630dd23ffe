import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { Args, Context, Job, Module } from 'portico';
import { IsInt, IsOptional, IsString } from 'class-validator';

/** What the jobs did. */
export const seen = { runs: [] as string[], running: 0, most: 0 };

class WorkData {
  @IsString() name!: string;
  @IsOptional() @IsInt() ms: number = 0;
}

@Job('work')
export class WorkJob {
  async run(@Args() { name, ms }: WorkData, ctx: Context): Promise<string> {
    seen.runs.push(name);
    seen.most = Math.max(seen.most, ++seen.running);
    await ctx.reportProgress(7, 10, 'seven of ten');
    const end = Date.now() + ms;
    while (Date.now() < end && !ctx.signal.aborted) await sleep(5);
    seen.running--;
    return name;
  }
}

@Job('loud')
export class LoudJob {
  run(@Args() { ms }: WorkData): void {
    throw new Error(`loud ${'!'.repeat(ms)}`);
  }
}

@Job('urgent-work', { priority: 10 })
export class UrgentWorkJob {
  run(@Args() { name }: WorkData): void {
    seen.runs.push(name);
  }
}

class Other {
  run(): void {}
}
const others = Array.from({ length: 8 }, (_, i) => {
  const type = class extends Other {};
  Job(`other-${i}`)(type);
  return type;
});

@Module({ providers: [WorkJob, LoudJob, UrgentWorkJob, ...others] })
export class WorkModule {}
