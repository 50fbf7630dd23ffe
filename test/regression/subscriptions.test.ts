import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  Injectable,
  Module,
  Param,
  PorticoFactory,
  Resource,
  UseFilters,
  UseGuards,
  UseInterceptors,
  type PorticoApp,
} from 'portico';
import { RawLine } from '../obligations/support/raw-line.js';
import { RecordedLog } from '../support/recorded-log.js';

@Injectable()
class Watched {
  @UseInterceptors(() => 'kept') @Resource('watch://open') open() {
    return 'open';
  }
  @UseGuards(() => false) @UseFilters(() => 'sorry') @Resource('watch://guarded') guarded() {
    return 'guarded';
  }
  @Resource('watch://hidden') hidden() {
    return 'hidden';
  }
  @Resource('watch://item/{id}') item(@Param('id') id: string) {
    return id;
  }
}

@Module({ providers: [Watched] })
class WatchedModule {}

describe('a session that subscribes', () => {
  let app: PorticoApp;
  let line: RawLine;
  beforeAll(async () => {
    app = await PorticoFactory.create(WatchedModule, {
      name: 'watched',
      version: '1.0.0',
      log: new RecordedLog(),
      visibility: [{ visible: false, names: ['watch://hidden'] }],
      guards: [({ method }) => method !== 'resources/unsubscribe'],
    });
    line = await RawLine.open(app, 'session');
  });
  afterAll(async () => {
    await line.close();
    await app.close();
  });

  it('may do so where it could read', async () => {
    expect((await line.request('resources/subscribe', { uri: 'watch://open' })).result).toEqual({});
    expect((await line.request('resources/subscribe', { uri: 'watch://item/1' })).result).toEqual({});
  });

  it.each(['watch://nowhere', 'watch://hidden'])('does not find %s', async (uri) => {
    const { error } = await line.request('resources/subscribe', { uri });
    expect(error).toMatchObject({ code: -32_602, data: { uri } });
  });

  it('is judged by the guards of the resource', async () => {
    const { error } = await line.request('resources/subscribe', { uri: 'watch://guarded' });
    expect(error?.message).toBe(`You may not use 'guarded'.`);
  });

  it('may hear of a thousand resources and no more', async () => {
    const own = await RawLine.open(app, 'session');
    const uris = Array.from({ length: 1_000 }, (_, i) => `watch://item/${i}`);
    const answers = await Promise.all(uris.map((uri) => own.request('resources/subscribe', { uri })));
    expect(answers.filter(({ error }) => error)).toEqual([]);
    const subscribe = () => own.request('resources/subscribe', { uri: 'watch://open' });
    expect((await subscribe()).error).toMatchObject({
      code: -32_602,
      message: expect.stringContaining('1000'),
    });
    expect((await own.request('resources/subscribe', { uri: uris[0]! })).result).toEqual({});
    await own.request('resources/unsubscribe', { uri: uris[0]! });
    expect((await subscribe()).result).toEqual({});
    await own.close();
  });
});

it('the guards of the application judge a subscription too', async () => {
  const app = await PorticoFactory.create(WatchedModule, {
    name: 'watched',
    version: '1.0.0',
    log: new RecordedLog(),
    guards: [({ method }) => method !== 'resources/subscribe'],
  });
  const line = await RawLine.open(app, 'session');
  expect((await line.request('resources/subscribe', { uri: 'watch://open' })).error).toBeDefined();
  await line.close();
  await app.close();
});
