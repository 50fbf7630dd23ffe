import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  Context,
  Elicited,
  Injectable,
  isPorticoError,
  Module,
  PorticoFactory,
  Prompt,
  Tool,
  UseFilters,
  UserError,
  type InteractionOptions,
  type PorticoApp,
} from 'portico';
import { z } from 'zod';
import { RecordedLog } from '../support/recorded-log.js';
import { problemsOf } from '../support/startup.js';
import { accept, RawClient, text } from './raw-client.js';

let done: string[] = [];

@Injectable()
class CarelessTools {
  @Tool() forgets(ctx: Context) {
    void ctx.ask('Nobody waits for this');
    return 'done';
  }

  @Tool() async callsForgetful(ctx: Context) {
    const [, answer] = await Promise.all([ctx.callTool('forgets').catch(() => {}), ctx.ask('Well?')]);
    return answer;
  }

  @Tool() async swallows(ctx: Context) {
    try {
      return await ctx.ask('Well?');
    } catch {
      done.push('swallowed');
      return 'nobody there';
    }
  }

  @Tool() async settles(ctx: Context) {
    const answers = await Promise.allSettled([ctx.ask('One?'), ctx.ask('Two?')]);
    return answers.map(({ status }) => status);
  }

  @Prompt() async swallowingPrompt(ctx: Context) {
    return ctx.ask('Well?').catch(() => 'nobody there');
  }

  @Tool() async callsSwallowing(ctx: Context) {
    return ctx.callTool('swallows');
  }

  @Tool() async careful(ctx: Context) {
    try {
      return await ctx.ask('Well?');
    } catch (error) {
      if (isPorticoError(error, 'PORTICO_SUSPENDED')) throw error;
      return 'nobody there';
    } finally {
      done.push('cleaned up');
    }
  }

  @Tool() async wraps(ctx: Context) {
    try {
      return await ctx.ask('Well?');
    } catch (cause) {
      throw new UserError('It failed.', { cause });
    }
  }

  @UseFilters(() => 'a filter answered')
  @Tool()
  async filtered(ctx: Context) {
    return ctx.ask('Well?');
  }
}

@Module({ providers: [CarelessTools] })
class CarelessModule {}

let log = new RecordedLog();
const apps: PorticoApp[] = [];
async function start(interaction: InteractionOptions, development = false): Promise<RawClient> {
  log = new RecordedLog();
  const keys = ['k'.repeat(40)];
  const options = {
    name: 'careless',
    version: '1.0.0',
    log,
    development,
    interaction: { keys, ...interaction },
  };
  const app = await PorticoFactory.create(CarelessModule, options);
  apps.push(app);
  return new RawClient(app);
}
beforeEach(() => void (done = []));
afterEach(async () => void (await Promise.all(apps.splice(0).map((app) => app.close()))));

describe.each(['park', 'replay'] as const)(
  'a handler that returns although a question is open, %s',
  (mode) => {
    it('ends with an error, and the log names class, method and question', async () => {
      const client = await start({ mode });
      const answer = await client.call('forgets', {});
      expect(answer.result?.isError).toBe(true);
      expect(text(answer)).toMatch(/^Internal error \(error id \w+\)/);
      expect(log.text).toMatch(/CarelessTools\.forgets returned although .*waited for \(elicitation-1\)/);
    });

    it('is told in development to whoever calls it', async () => {
      const client = await start({ mode }, true);
      expect(text(await client.call('forgets', {}))).toContain('CarelessTools.forgets returned although');
    });

    it('is told within another handler too, which is not to blame', async () => {
      const client = await start({ mode });
      const first = await client.call('callsForgetful', {});
      expect(Object.keys(first.result!.inputRequests)).toEqual(['elicitation-1']);
      expect(log.text).toMatch(/CarelessTools\.forgets returned although .*\(call-1\/elicitation-1\)/);
      expect(text(await client.call('callsForgetful', {}, accept(first, 'fine')))).toBe('fine');
    });
  },
);

describe('a handler that goes on when it is stopped at its question', () => {
  it.each(['swallows', 'settles', 'callsSwallowing'])(
    '%s: in replay mode the call ends with an error, and the log names class and method',
    async (tool) => {
      const client = await start({ mode: 'replay' });
      expect(text(await client.call(tool, {}))).toMatch(/^Internal error/);
      expect(log.text).toContain('PORTICO_SWALLOWED_SUSPENSION');
      const guilty = tool === 'settles' ? 'settles' : 'swallows';
      expect(log.text).toContain(`CarelessTools.${guilty} was stopped at its question and went on`);
    },
  );

  it('is told in prompts too', async () => {
    const client = await start({ mode: 'replay' });
    const answer = await client.request('prompts/get', { name: 'swallowingPrompt' });
    expect(answer.error).toMatchObject({ code: -32_603 });
    expect(log.text).toContain('CarelessTools.swallowingPrompt was stopped');
  });

  it('waits in memory where there is a place, and is told at once where there is none', async () => {
    const client = await start({ mode: 'park', maxParked: 1 });
    const first = await client.call('swallows', {});
    expect(first.result).toMatchObject({ resultType: 'input_required' });
    expect(text(await client.call('swallows', {}))).toMatch(/^Internal error/);
    expect(log.text).toContain('CarelessTools.swallows was stopped');
    expect(done).toEqual(['swallowed']);
    expect(text(await client.call('swallows', {}, accept(first, 'parked')))).toBe('parked');
    expect(done).toEqual(['swallowed']);
  });
});

describe('handlers that wait in memory', () => {
  it.each([
    [{ parkedPerCaller: 0 }, 'interaction.parkedPerCaller cannot be 0. Use a whole number from 1 on.'],
    [{ parkedPerCaller: Number.NaN }, 'interaction.parkedPerCaller cannot be NaN.'],
    [{ maxParked: Number('many') }, 'interaction.maxParked cannot be NaN. Use a whole number from 0 on.'],
    [{ maxParked: -1 }, 'interaction.maxParked cannot be -1.'],
  ])('are counted, or the application does not start: %j', async (interaction, told) => {
    const starting = PorticoFactory.create(CarelessModule, {
      name: 'careless',
      version: '1.0.0',
      log: new RecordedLog(),
      interaction,
    });
    await expect(starting).rejects.toThrow(told);
  });

  it('keep their place: it is what comes later that is run again', async () => {
    const client = await start({ parkedPerCaller: 10, maxParked: 1 });
    const first = await client.call('careful', {});
    const second = await client.call('careful', {});
    expect(done).toEqual(['cleaned up']);
    expect(text(await client.call('careful', {}, accept(second, 'replayed')))).toBe('replayed');
    expect(done).toHaveLength(2);
    expect(text(await client.call('careful', {}, accept(first, 'parked')))).toBe('parked');
    expect(done).toHaveLength(3);
  });

  it('of one caller take no place from those of another', async () => {
    const app = await PorticoFactory.create(CarelessModule, {
      name: 'careless',
      version: '1.0.0',
      log: new RecordedLog(),
      interaction: { maxParked: 3, parkedPerCaller: 2 },
    });
    const as = (subject: string) => new RawClient(app, { issuer: 'test', subject });
    const [ada, eve] = [as('ada'), as('eve')];
    const first = await ada.call('careful', {});
    for (let i = 0; i < 5; i++) await eve.call('careful', {});
    // Two of the others have a place; three were stopped and will be run again.
    expect(done).toHaveLength(3);
    expect(text(await ada.call('careful', {}, accept(first, 'yes')))).toBe('yes');
    expect(done).toHaveLength(4);
    const second = await ada.call('careful', {});
    expect(done).toHaveLength(4);
    expect(text(await ada.call('careful', {}, accept(second, 'yes')))).toBe('yes');
    await ada.close();
    await eve.close();
    await app.close();
  });
});

describe('a handler that lets itself be stopped', () => {
  it('has cleaned up when its question goes out', async () => {
    const client = await start({ mode: 'replay' });
    const first = await client.call('careful', {});
    expect(done).toEqual(['cleaned up']);
    expect(text(await client.call('careful', {}, accept(first, 'yes')))).toBe('yes');
    expect(log.text).toBe('');
  });

  it('is not taken for one that failed by any filter', async () => {
    const client = await start({ mode: 'replay' });
    const first = await client.call('filtered', {});
    expect(first.result).toMatchObject({ resultType: 'input_required' });
    expect(text(await client.call('filtered', {}, accept(first, 'yes')))).toBe('yes');
  });

  it('may put it into an error of its own', async () => {
    const client = await start({ mode: 'replay' });
    const first = await client.call('wraps', {});
    expect(text(await client.call('wraps', {}, accept(first, 'yes')))).toBe('yes');
    expect(log.text).toBe('');
  });
});

describe('a parameter whose form cannot be asked for', () => {
  class Whole {
    inner = { no: 'decorators' };
  }
  const nested = z.object({ street: z.object({ name: z.string() }) });

  it('keeps the application from starting, with class, method and field', async () => {
    @Injectable()
    class FormTools {
      @Tool() dto(@Elicited('All of it?', Whole) whole: Whole) {
        return whole;
      }
      @Tool() schema(ctx: Context, @Elicited('Where?', nested) where: unknown) {
        return [ctx.requestId, where];
      }
      @Tool() label(@Elicited('Who?', z.object({ name: z.string() }), { title: 'Person' }) who: unknown) {
        return who;
      }
    }
    @Module({ providers: [FormTools] })
    class FormModule {}
    const code = 'PORTICO_ELICIT_FORM';
    const cure = 'Correct what the decorator is given.';
    expect(await problemsOf(FormModule)).toEqual([
      { code, cure, where: 'FormTools.dto, parameter 1', problem: expect.stringContaining('Whole') },
      { code, cure, where: 'FormTools.schema, parameter 2', problem: expect.stringContaining('street: ') },
      { code, cure, where: 'FormTools.label, parameter 1', problem: expect.stringContaining('no place for') },
    ]);
  });
});

describe('the mode', () => {
  afterEach(() => void delete process.env['PORTICO_INTERACTION_MODE']);

  it('may come from the environment', async () => {
    process.env['PORTICO_INTERACTION_MODE'] = 'replay';
    const client = await start({});
    await client.call('careful', {});
    expect(done).toEqual(['cleaned up']);
  });

  it('that is neither of the two keeps the application from starting', async () => {
    process.env['PORTICO_INTERACTION_MODE'] = 'reply';
    expect(await problemsOf(CarelessModule)).toEqual([
      expect.objectContaining({
        code: 'PORTICO_INTERACTION_OPTION',
        problem: expect.stringContaining("cannot be 'reply'"),
      }),
    ]);
  });
});
