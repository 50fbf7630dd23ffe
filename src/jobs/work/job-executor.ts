import { errorId } from '../../common/ids.js';
import { jsonObstacle } from '../../common/json-value.js';
import { isPorticoError, PorticoError } from '../../common/portico-error.js';
import type { ServerLog } from '../../common/server-log.js';
import type { Exchange } from '../../context/exchange.js';
import type { HandlerRunner } from '../../pipeline/handler-runner.js';
import { withinTime } from '../../pipeline/time-limit.js';
import { formatProblems } from '../../schema/index.js';
import type { TaskError, TaskRecord } from '../task-record.js';
import type { TaskExecutor } from '../tasks/task-executor.js';
import { backoffOf, type JobDefinition } from './job-definition.js';
import type { JobRegistry } from './job-registry.js';

/** A job no version of the application that is running knows is waited for, for so many attempts, in ms each. */
const UNKNOWN_PAUSE = 5_000;
const UNKNOWN_ATTEMPTS = 12;

/** Runs `@Job` classes: data validated, the time limit kept, in a scope of their own as any handler. */
export class JobExecutor implements TaskExecutor {
  readonly mayAsk = false;

  /** @param attempts how often a job may lose its process before it is given up */
  constructor(
    private readonly jobs: JobRegistry,
    private readonly runner: HandlerRunner,
    private readonly log: ServerLog,
    private readonly attempts: number,
  ) {}

  async run(exchange: Exchange): Promise<unknown> {
    const { name, data } = exchange.params;
    const job = this.jobs.find(String(name));
    if (!job)
      throw new PorticoError(
        'PORTICO_JOB_UNKNOWN',
        `This application has no job '${String(name)}' (any more). Keep a job until those that are queued have ended.`,
      );
    const input = await parseJobData(job, data);
    const work = async (within: Exchange): Promise<unknown> =>
      this.runner.enter(within, { arguments: data }, async (call) => job.handler.invoke({ ...call, input }));
    const result =
      job.timeout === undefined
        ? await work(exchange)
        : await withinTime(job.timeout, job.where, exchange, work);
    const obstacle = result === undefined ? undefined : jsonObstacle(result, 'accept');
    if (!obstacle) return result;
    throw new PorticoError(
      'PORTICO_RESULT_VALUE',
      `${job.where} returned a value that JSON cannot carry: ${obstacle.path || 'the value'} is ${obstacle.what}. Return plain data, or nothing.`,
    );
  }

  retryAfter({ name, failures }: TaskRecord): number | undefined {
    const job = this.jobs.find(name);
    if (!job) return failures < UNKNOWN_ATTEMPTS ? UNKNOWN_PAUSE : undefined;
    return failures < job.retries ? backoffOf(job, failures) : undefined;
  }

  maxFailures({ name }: TaskRecord): number {
    const job = this.jobs.find(name);
    return Math.max(this.attempts, job ? job.retries + 1 : UNKNOWN_ATTEMPTS + 1);
  }

  /** Only the application reads it, so it is not masked. */
  describe({ id, name }: TaskRecord, error: unknown): TaskError {
    const reference = errorId();
    this.log.error(`error ${reference} in job ${name} (${id}):`, error);
    const message = error instanceof Error ? error.message : String(error);
    return {
      code: isPorticoError(error) ? error.code : 'PORTICO_JOB_FAILED',
      message,
      data: { errorId: reference },
    };
  }
}

/** @throws PorticoError `PORTICO_JOB_DATA` */
export async function parseJobData(
  { input, where }: Pick<JobDefinition, 'input' | 'where'>,
  data: unknown,
): Promise<unknown> {
  if (!input) return data;
  const parsed = await input.parse(data ?? {});
  if (parsed.ok) return parsed.value;
  throw new PorticoError(
    'PORTICO_JOB_DATA',
    `The data does not fit ${where}:\n${formatProblems(parsed.problems)}`,
  );
}
