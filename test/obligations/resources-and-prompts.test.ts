import { afterEach, describe, expect, it } from '@jest/globals';
import {
  Complete,
  content,
  Context,
  Module,
  Param,
  Prompt,
  PorticoFactory,
  Resource,
  silentLog,
  StartupError,
  Tool,
} from 'portico';
import { eventually } from '../support/eventually.js';
import { RecordedLog } from '../support/recorded-log.js';
import { RawLine } from './support/raw-line.js';
import { serve } from './support/serve.js';

const MANY = Array.from({ length: 150 }, (_, i) => `city ${i}`);

class Library {
  @Resource('library://first', { mimeType: 'text/plain' })
  first() {
    return 'text';
  }

  @Resource('library://bytes', { mimeType: 'application/octet-stream' })
  bytes() {
    return Uint8Array.of(0, 255, 16);
  }

  @Resource('file:///srv/books/{+path}')
  book(@Param('path') path: string) {
    return path;
  }

  @Resource('library://{shelf}/books')
  shelf(@Param('shelf') shelf: string) {
    return `shelf ${shelf}`;
  }

  @Prompt('Recommend a book')
  recommend(@Param('city') @Complete(MANY) city: string) {
    return [
      { role: 'user', content: `A book about ${city}` },
      { role: 'user', content: content.image(Uint8Array.of(1, 2, 3), 'image/png') },
      { role: 'user', content: content.resource('library://first', 'text', 'text/plain') },
    ];
  }

  @Prompt('Say hello')
  hello() {
    return 'Hello';
  }

  @Tool('Change a book')
  async change(ctx: Context) {
    await ctx.notifyResourceUpdated('library://first');
    await ctx.notifyResourceUpdated('library://bytes');
  }
}

@Module({ providers: [Library] })
class LibraryModule {}

const served = serve(LibraryModule, { pageSize: 1 });
const open: RawLine[] = [];
afterEach(() => Promise.all(open.splice(0).map((line) => line.close())));

async function connect(era: 'session' | 'stateless'): Promise<RawLine> {
  const line = await RawLine.open(served.app, era);
  open.push(line);
  return line;
}

const read = async (line: RawLine, uri: string) => {
  const { result, error } = await line.request('resources/read', { uri });
  return error ? error.code : (result?.['contents'] as object[])[0];
};

const complete = async (line: RawLine, value: string) => {
  const ref = { type: 'ref/prompt', name: 'recommend' };
  const { result } = await line.request('completion/complete', { ref, argument: { name: 'city', value } });
  return result?.['completion'] as { values: string[]; total: number; hasMore: boolean };
};

it('R1, P1, C1: what is there is declared', async () => {
  const { result } = await (await connect('stateless')).request('server/discover');
  expect(result?.['capabilities']).toMatchObject({
    resources: { listChanged: true, subscribe: true },
    prompts: { listChanged: true },
    completions: {},
  });
});

describe.each(['session', 'stateless'] as const)('%s', (era) => {
  it('R2: bytes travel in Base64', async () => {
    expect(await read(await connect(era), 'library://bytes')).toMatchObject({ blob: 'AP8Q' });
  });

  it.each(['library://a/b/books', 'library:// /nothing', 'no uri at all', ''])(
    'R2: %j leads nowhere',
    async (uri) => {
      expect(await read(await connect(era), uri)).toBe(-32_602);
    },
  );

  it.each([
    '../secret',
    '/etc/secret',
    '%2fetc/secret',
    'a/../../secret',
    '..%2fsecret',
    '%2e%2e/secret',
    'a/..%5c..%5csecret',
    'a/..',
  ])('R2: a file: address does not lead out of its place by %s', async (path) => {
    expect(await read(await connect(era), `file:///srv/books/${path}`)).toBe(-32_602);
  });

  it('R2: a file: address leads to what lies below', async () => {
    expect(await read(await connect(era), 'file:///srv/books/a..b/c.txt')).toMatchObject({
      text: 'a..b/c.txt',
    });
  });

  it('P1: the arguments of a prompt are validated', async () => {
    const line = await connect(era);
    const { error } = await line.request('prompts/get', { name: 'recommend', arguments: {} });
    expect(error?.code).toBe(-32_602);
    expect(error?.message).toMatch(/city/);
  });

  it('P1: media travel in Base64, and a resource with its URI, type and text', async () => {
    const line = await connect(era);
    const { result } = await line.request('prompts/get', { name: 'recommend', arguments: { city: 'Oslo' } });
    expect(result?.['messages']).toEqual([
      { role: 'user', content: { type: 'text', text: 'A book about Oslo' } },
      { role: 'user', content: { type: 'image', data: 'AQID', mimeType: 'image/png' } },
      {
        role: 'user',
        content: {
          type: 'resource',
          resource: { uri: 'library://first', mimeType: 'text/plain', text: 'text' },
        },
      },
    ]);
  });

  it('C1: at most 100 values, with their whole number, and the best first', async () => {
    const line = await connect(era);
    const all = await complete(line, '');
    expect(all.values).toHaveLength(100);
    expect(all).toMatchObject({ total: 150, hasMore: true });
    expect(await complete(line, 'CITY 14')).toMatchObject({
      values: expect.arrayContaining(['city 14', 'city 149']),
    });
    expect((await complete(line, '9')).values).toContain('city 9');
  });

  it('C1: an argument the prompt has not is refused', async () => {
    const ref = { type: 'ref/prompt', name: 'recommend' };
    const argument = { name: 'country', value: '' };
    const { error } = await (await connect(era)).request('completion/complete', { ref, argument });
    expect(error?.code).toBe(-32_602);
  });

  it('G1: pages follow each other by cursors that stay good, to the end', async () => {
    const line = await connect(era);
    const first = (await line.request('prompts/list')).result!;
    expect(first['prompts']).toHaveLength(1);
    const cursor = first['nextCursor'];
    expect(cursor).toEqual(expect.any(String));
    const last = (await line.request('prompts/list', { cursor })).result!;
    expect(last['prompts']).toHaveLength(1);
    expect(last['prompts']).not.toEqual(first['prompts']);
    expect(last).not.toHaveProperty('nextCursor');
    expect((await line.request('prompts/list', { cursor })).result?.['prompts']).toEqual(last['prompts']);
  });

  it.each(['', 'x', '!'])('G1: the cursor %j is one, and it is not good', async (cursor) => {
    const { error } = await (await connect(era)).request('prompts/list', { cursor });
    expect(error?.code).toBe(-32_602);
  });
});

it('R4: a session hears of the resources it subscribed to, until it does not want to any more', async () => {
  const line = await connect('session');
  const updated = () => line.notified('notifications/resources/updated').map(({ params }) => params?.['uri']);
  await line.request('resources/subscribe', { uri: 'library://first' });
  await line.call('change');
  await eventually(() => expect(updated()).toEqual(['library://first']));
  await line.request('resources/unsubscribe', { uri: 'library://first' });
  await line.call('change');
  await line.request('ping');
  expect(updated()).toEqual(['library://first']);
});

it('R5: on the stateless revision a stream names the resources it wants to hear of', async () => {
  const line = await connect('stateless');
  await line.begin('subscriptions/listen', { notifications: { resourceSubscriptions: ['library://first'] } });
  await eventually(() => expect(line.notified('notifications/subscriptions/acknowledged')).toHaveLength(1));
  await line.call('change');
  await eventually(() => expect(line.notified('notifications/resources/updated')).toHaveLength(1));
  expect(line.notified('notifications/resources/updated')[0]?.params).toMatchObject({
    uri: 'library://first',
  });
});

it.each(['books', '://books', '1x://books', 'bo oks://x'])(
  'R3: %s is no URI, and is refused at start-up',
  async (uri) => {
    class Nowhere {
      @Resource(uri)
      nowhere() {}
    }
    @Module({ providers: [Nowhere] })
    class NowhereModule {}
    const creation = PorticoFactory.create(NowhereModule, { name: 'R3', version: '1.0.0', log: silentLog });
    await expect(creation).rejects.toThrow(StartupError);
  },
);

it.each(['http://example.com/a.png', 'javascript:alert(1)', 'file:///a.png'])(
  '1.14: the icon %s is refused at start-up',
  async (src) => {
    class Unsafe {
      @Tool({ icons: [{ src }] })
      unsafe() {}
    }
    @Module({ providers: [Unsafe] })
    class UnsafeModule {}
    const creation = PorticoFactory.create(UnsafeModule, { name: '1.14', version: '1.0.0', log: silentLog });
    await expect(creation).rejects.toThrow(StartupError);
  },
);

it.each([
  [[{ src: 'https://example.com/a.svg?v=2' }], true],
  [[{ src: 'data:image/svg+xml;base64,PHN2Zy8+' }], true],
  [[{ src: 'https://example.com/a', mimeType: 'image/svg+xml' }], true],
  [[{ src: 'https://example.com/a.svg' }, { src: 'https://example.com/a.png' }], false],
])('1.14: with the icons %j the operator is told of an SVG: %j', async (icons, isTold) => {
  class Pictured {
    @Tool({ icons })
    pictured() {}
  }
  @Module({ providers: [Pictured] })
  class PicturedModule {}
  const log = new RecordedLog();
  const app = await PorticoFactory.create(PicturedModule, { name: '1.14', version: '1.0.0', log, icons });
  expect(/Pictured\.pictured: .* is an SVG/.test(log.text)).toBe(isTold);
  expect(/PorticoOptions\.icons: .* is an SVG/.test(log.text)).toBe(isTold);
  await app.close();
});

it('1.14: an icon of the server itself is judged likewise', async () => {
  const icons = [{ src: 'javascript:alert(1)' }];
  @Module({})
  class PlainModule {}
  const options = { name: '1.14', version: '1.0.0', log: silentLog, icons };
  await expect(PorticoFactory.create(PlainModule, options)).rejects.toThrow(/PORTICO_UNSAFE_ICON/);
});
