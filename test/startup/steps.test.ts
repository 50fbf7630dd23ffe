import { expect, it } from '@jest/globals';
import {
  concurrencyLimit,
  Injectable,
  Module,
  rateLimit,
  resultLimit,
  retry,
  Tool,
  UseInterceptors,
} from 'portico';
import { problemsOf } from '../support/startup.js';

@UseInterceptors(resultLimit({ bytes: 0 }))
@Injectable()
class Payments {
  @UseInterceptors(retry(), concurrencyLimit({ max: 1, wait: 'soon' as '1s' }))
  @Tool('Pay')
  pay(): void {}

  @UseInterceptors(retry({ attempts: 0 }), rateLimit({ calls: 5, per: '10ms' }))
  @Tool({ description: 'Look', annotations: { readOnlyHint: true } })
  look(): void {}
}

@Module({ providers: [Payments] })
class AppModule {}

it('PORTICO_STEP_OPTION: what stands around calls is checked, all at once', async () => {
  const problems = await problemsOf(AppModule, {
    interceptors: [
      rateLimit({ calls: 5, per: '1m', store: 'redis://localhost' }),
      rateLimit({ calls: 5, per: '1m', store: 'file:x', name: 'x' }),
    ],
  });
  expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(['PORTICO_STEP_OPTION']));
  const told = problems.map(({ where, problem }) => `${where}: ${problem}`);
  for (const part of [
    'AppModule: resultLimit: bytes is 0',
    "AppModule: concurrencyLimit: wait is 'soon', which is no duration",
    'AppModule: retry: attempts is 0',
    "AppModule: rateLimit: per is '10ms', and must be at least a second",
    'Payments.pay: retry would repeat a tool that may do something twice',
    'PorticoOptions: rateLimit: a limit in a shared store needs a name',
    'PorticoOptions: rateLimit: store is no place where calls can be counted',
  ])
    expect(told).toContainEqual(expect.stringContaining(part));
  expect(told).toHaveLength(7);
});
