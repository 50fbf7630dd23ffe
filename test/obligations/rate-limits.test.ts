import { describe, expect, it } from '@jest/globals';
import { Complete, Injectable, Module, Param, Prompt, rateLimit, Tool } from 'portico';
import { eventually } from '../support/eventually.js';
import { serve } from './support/serve.js';
import { RawLine } from './support/raw-line.js';

@Injectable()
class Components {
  @Tool('Add')
  add(): string {
    return 'added';
  }

  @Prompt('Write')
  write(@Param('tone') @Complete(['friendly', 'formal']) tone: string): string {
    return tone;
  }
}

@Module({ providers: [Components] })
class AppModule {}

describe.each(['session', 'stateless'] as const)('limits of calls (%s)', (era) => {
  const served = serve(AppModule, {
    interceptors: [rateLimit({ calls: 1, per: '10m', by: ({ method }) => method })],
  });

  it('T6 (rate): tool invocations are rate limited', async () => {
    const line = await RawLine.open(served.app, era);
    const call = { name: 'add', arguments: {} };
    expect(await line.request('tools/call', call)).toMatchObject({
      result: { content: [{ text: 'added' }] },
    });
    expect(await line.request('tools/call', call)).toMatchObject({
      result: { isError: true, content: [{ text: expect.stringContaining('Too many calls') }] },
    });
    await line.close();
  });

  it('C1 (rate): completion requests are rate limited', async () => {
    const line = await RawLine.open(served.app, era);
    const ask = { ref: { type: 'ref/prompt', name: 'write' }, argument: { name: 'tone', value: 'f' } };
    expect(await line.request('completion/complete', ask)).toMatchObject({
      result: { completion: { values: ['friendly', 'formal'] } },
    });
    await eventually(async () =>
      expect(await line.request('completion/complete', ask)).toMatchObject({
        error: { message: expect.stringContaining('Too many calls') },
      }),
    );
    await line.close();
  });
});
