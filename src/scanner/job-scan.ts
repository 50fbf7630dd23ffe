import type { Class } from '../common/class.js';
import { isPorticoError } from '../common/portico-error.js';
import type { StartupProblems } from '../common/startup-problem.js';
import type { JobDefinition, Schedule } from '../jobs/work/job-definition.js';
import { parseJobData } from '../jobs/work/job-executor.js';
import { parseScheduleTime } from '../jobs/work/schedule-time.js';
import type { Backoff, EveryRecord, JobDecoratorOptions, JobRecord } from '../metadata/job-records.js';
import { componentsOf } from '../metadata/component-store.js';
import { JOB_METHOD, jobOf, schedulesOf } from '../metadata/job-store.js';
import { parameterPipes } from '../metadata/parameters.js';
import { requiredAccess } from '../metadata/require.js';
import { classUses, methodUses, type Uses } from '../metadata/use.js';
import { Handler } from '../pipeline/handler/handler.js';
import type { CompiledSchema } from '../schema/index.js';
import { compileOrReport } from './compile-or-report.js';
import type { BoundApplication } from './component-scan.js';
import { durationOrReport } from './duration-or-report.js';
import { HandlerPlanner } from './handler-plan.js';
import type { ScannedModule } from './module-tree.js';

/** A job without its handler, which can be planned only when the singletons exist. */
export interface JobScanned extends Omit<JobDefinition, 'handler'> {
  bind(application: Pick<BoundApplication, 'build'>): JobDefinition;
}

/** A module that asks for nothing: only what stands on the job itself is looked at. */
const nothing = {};

function stands({ guards = [], interceptors = [], filters = [], pipes = [] }: Uses): boolean {
  return guards.length + interceptors.length + filters.length + pipes.length > 0;
}

const NAME = /^[A-Za-z0-9_.:-]{1,128}$/;

/** Reads the jobs of the modules: everything about them is computed and checked here, once. */
export class JobScan {
  private readonly seen = new Map<string, string>();

  /** @param hints what is not wrong, but may not be meant */
  constructor(
    private readonly problems: StartupProblems,
    private readonly hints: string[],
  ) {}

  async scan(module: ScannedModule): Promise<JobScanned[]> {
    const jobs: JobScanned[] = [];
    for (const type of module.components) {
      const record = jobOf(type);
      const job = record && (await this.define(module, type, record));
      if (job) jobs.push(job);
    }
    return jobs;
  }

  private async define(
    module: ScannedModule,
    type: Class,
    { name, options }: JobRecord,
  ): Promise<JobScanned | undefined> {
    const where = `${type.name}.${JOB_METHOD}`;
    if (typeof (type.prototype as Record<string, unknown>)[JOB_METHOD] !== 'function') {
      this.problems.add(
        'PORTICO_JOB_NO_RUN',
        type.name,
        'a job has no method run',
        'Write run(data: YourData, ctx: Context), which does the work.',
      );
      return undefined;
    }
    this.refuseSteps(type);
    const own = name ?? nameOf(type);
    this.checkName(where, own);
    const plan = new HandlerPlanner(type, JOB_METHOD, { kind: 'job', options }, this.problems).plan();
    const input = plan.input && compileOrReport(where, plan.input, this.problems, this.hints);
    const job = {
      name: own,
      type,
      where,
      input,
      concurrency: this.count(where, 'concurrency', options.concurrency, 1, 10_000),
      retries: this.count(where, 'retries', options.retries, 0, 1_000) ?? 0,
      backoff: this.backoff(where, options.backoff),
      timeout: durationOrReport(where, options.timeout, this.problems),
      priority: this.count(where, 'priority', options.priority, -20, 20) ?? 0,
      schedules: await this.schedules(where, input, schedulesOf(type)),
    };
    return {
      ...job,
      bind: ({ build }) => ({
        ...job,
        handler: new Handler(build(module, type), JOB_METHOD, plan.sources, plan.awaitArguments),
      }),
    };
  }

  /** What protects requests does not stand around a job; whoever believed it did would be wrong without a word. */
  private refuseSteps(type: Class): void {
    const components = componentsOf(type);
    const isOnJob =
      !components.some(({ method }) => method === JOB_METHOD) &&
      (stands(methodUses(type.prototype as object, JOB_METHOD)) ||
        parameterPipes(type.prototype as object, JOB_METHOD).length > 0);
    const isOnClass =
      components.length === 0 &&
      (stands(classUses(type)) || requiredAccess(nothing, type, JOB_METHOD) !== undefined);
    if (!isOnJob && !isOnClass) return;
    this.problems.add(
      'PORTICO_JOB_STEPS',
      `${type.name}.${JOB_METHOD}`,
      'guards, interceptors, filters, pipes and required scopes belong to requests, never to a job',
      'Judge the caller where the job is queued, limit the job by the concurrency and timeout of its @Job, and catch its errors in run.',
    );
  }

  private checkName(where: string, name: string): void {
    if (!NAME.test(name))
      this.problems.add(
        'PORTICO_BAD_NAME',
        where,
        `the name '${name}' must have 1 to 128 characters, of letters, digits, '_', '-', '.' and ':'`,
        'Give the @Job a name that fits.',
      );
    const first = this.seen.get(name);
    if (first !== undefined)
      this.problems.add(
        'PORTICO_DUPLICATE',
        where,
        `the job name '${name}' is already taken by ${first}`,
        'Give one of the two another name.',
      );
    else this.seen.set(name, where);
  }

  private count(
    where: string,
    option: keyof JobDecoratorOptions,
    value: number | undefined,
    least: number,
    most: number,
  ): number | undefined {
    if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return value;
    this.problems.add(
      'PORTICO_JOB_OPTION',
      where,
      `${option} is ${value}`,
      `Use a whole number from ${least} to ${most}.`,
    );
    return undefined;
  }

  private backoff(where: string, given: JobDecoratorOptions['backoff'] = '1s'): JobDefinition['backoff'] {
    const { delay, factor = 2, max = '5m' }: Backoff = typeof given === 'object' ? given : { delay: given };
    if (!Number.isFinite(factor) || factor < 1)
      this.problems.add(
        'PORTICO_JOB_OPTION',
        where,
        `backoff.factor is ${factor}`,
        'Use a number from 1 on.',
      );
    const first = durationOrReport(where, delay, this.problems, 'backoff') ?? 0;
    return { delay: first, factor, max: durationOrReport(where, max, this.problems, 'backoff') ?? first };
  }

  private async schedules(
    where: string,
    input: CompiledSchema | undefined,
    records: readonly EveryRecord[],
  ): Promise<Schedule[]> {
    const schedules: Schedule[] = [];
    for (const { when, options } of records) {
      const { timezone, data } = options;
      try {
        schedules.push({ time: parseScheduleTime(when), timezone, data });
        await parseJobData({ input, where }, data);
      } catch (error) {
        if (!isPorticoError(error)) throw error;
        this.problems.add(
          error.code as `PORTICO_${string}`,
          `${where}, @Every('${when}')`,
          error.message,
          'Correct @Every.',
        );
      }
    }
    return schedules;
  }
}

/** The class's name without what says that it is a job. */
function nameOf(type: Class): string {
  const stem = type.name.replace(/Jobs?$/, '') || type.name;
  return stem.charAt(0).toLowerCase() + stem.slice(1);
}
