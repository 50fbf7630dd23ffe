import { IsString } from 'class-validator';
import { expect, it } from '@jest/globals';
import {
  Args,
  Elicited,
  Job,
  Module,
  PorticoFactory,
  RequireScopes,
  silentLog,
  StartupError,
  Tool,
  UseFilters,
  UseGuards,
  UsePipes,
  UseInterceptors,
} from 'portico';

class JobWithoutRun {}
// The compiler refuses it; a program that is not type-checked gets here.
Job('no-run')(JobWithoutRun as never);

@Job('bad-option', { concurrency: 0 })
class JobWithBadOption {
  run(): void {}
}

@Job('asks')
class JobThatAsks {
  run(@Elicited('How many?', Number) _count: number): void {}
}

class PipedData {
  @IsString() name!: string;
}

@UseGuards(() => false)
@Job('guarded')
class GuardedJob {
  run(): void {}
}

@Job('intercepted')
class InterceptedJob {
  @UseInterceptors((_call, next) => next())
  run(): void {}
}

@Job('filtered')
class FilteredJob {
  @UseFilters((error) => {
    throw error;
  })
  run(): void {}
}

@RequireScopes('pay')
@Job('scoped')
class ScopedJob {
  run(): void {}
}

@UseGuards(() => true)
@Job('with-tool')
class JobWithTool {
  run(): void {}
  @Tool('What the guard is for') look() {}
}

@UsePipes((value: unknown) => value)
@Job()
class PipedJob {
  run() {}
}

@Job()
class PipedArgumentJob {
  run(@Args((value: unknown) => value) _data: PipedData) {}
}

const stepped = [GuardedJob, InterceptedJob, FilteredJob, ScopedJob, PipedJob, PipedArgumentJob, JobWithTool];

@Module({ providers: [JobWithoutRun, JobWithBadOption, JobThatAsks, ...stepped] })
class JobsModule {}

it('tells a job without work, and one with options that cannot be', async () => {
  const error: unknown = await PorticoFactory.create(JobsModule, {
    name: 'jobs',
    version: '1.0.0',
    log: silentLog,
    jobs: { url: 'memory:' },
  }).catch((reason: unknown) => reason);
  const problems = (error as StartupError).problems.map(({ code, where }) => `${code} ${where}`);
  expect(problems).toContain('PORTICO_JOB_NO_RUN JobWithoutRun');
  expect(problems).toContain('PORTICO_ELICITED_IN_JOB JobThatAsks.run, parameter 1');
  expect(problems.filter((problem) => problem.startsWith('PORTICO_JOB_STEPS'))).toEqual(
    ['GuardedJob', 'InterceptedJob', 'FilteredJob', 'ScopedJob', 'PipedJob', 'PipedArgumentJob'].map(
      (name) => `PORTICO_JOB_STEPS ${name}.run`,
    ),
  );
  expect(problems.find((problem) => problem.startsWith('PORTICO_JOB_OPTION'))).toContain('JobWithBadOption');
});
