import { afterEach, describe, expect, it } from '@jest/globals';
import { setTimeout } from 'node:timers/promises';
import {
  Context,
  Module,
  Param,
  PorticoFactory,
  Resource,
  Tool,
  UseGuards,
  type PorticoApp,
  type PorticoOptions,
  type VisibilityCriteria,
} from 'portico';
import { sendStateless } from '../obligations/support/raw-http.js';
import { RawLine } from '../obligations/support/raw-line.js';
import { listenTo, type EventStream } from '../support/event-stream.js';
import { eventually } from '../support/eventually.js';
import { RecordedLog } from '../support/recorded-log.js';

class Papers {
  @Tool('Says that a paper has changed')
  async print(ctx: Context) {
    for (const name of ['open', 'guarded', 'secret', 'private'])
      await ctx.notifyResourceUpdated(`paper://${name}`);
  }

  @Tool({ description: 'Hides', session: 'handle', input: { type: 'object' } })
  hide(criteria: VisibilityCriteria, ctx: Context): Promise<void> {
    return ctx.disableComponents(criteria);
  }

  @Tool({ description: 'Hides from this session', input: { type: 'object' } })
  hideHere(criteria: VisibilityCriteria, ctx: Context): Promise<void> {
    return ctx.disableComponents(criteria);
  }

  @Tool('Shows everything to this session')
  show(ctx: Context): Promise<void> {
    return ctx.resetVisibility();
  }

  @Resource('paper://open') open() {
    return 'open';
  }
  @UseGuards(({ context }) => context.http?.headers['x-key'] === 'right')
  @Resource('paper://guarded')
  guarded() {
    return 'guarded';
  }
  @Resource('paper://secret', { tags: ['secret'] }) secret() {
    return 'secret';
  }
  @Resource('paper://private') private() {
    return 'private';
  }
  @Resource('paper://page/{n}') page(@Param('n') n: string) {
    return n;
  }
}

class Extra {
  @Tool({ description: 'Another tool', tags: ['secret'] }) hidden() {}
}

class MoreExtra {
  @Tool('A tool for all') shown() {}
}

@Module({ providers: [Papers] })
class PaperModule {}

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

const all = ['open', 'guarded', 'secret', 'private'].map((name) => `paper://${name}`);
const updated = 'notifications/resources/updated';
const listChanged = 'notifications/tools/list_changed';

async function create(options: Partial<PorticoOptions> = {}): Promise<PorticoApp> {
  const app = await PorticoFactory.create(PaperModule, {
    name: 'papers',
    version: '1.0.0',
    log: new RecordedLog(),
    visibility: [{ visible: false, tags: ['secret'] }],
    ...options,
  });
  open.push(app);
  return app;
}

async function serve(options?: Partial<PorticoOptions>): Promise<{ app: PorticoApp; url: URL }> {
  const app = await create(options);
  const { address } = await app.listen({ transport: 'http', port: 0, signals: false });
  return { app, url: new URL(address) };
}

async function line(app: PorticoApp, era: 'session' | 'stateless'): Promise<RawLine> {
  const opened = await RawLine.open(app, era);
  open.push(opened);
  return opened;
}

async function listen(url: URL, options: Parameters<typeof listenTo>[1] = {}): Promise<EventStream> {
  const stream = await listenTo(url, options);
  open.push(stream);
  return stream;
}

const uris = (line: RawLine) => line.notified(updated).map(({ params }) => params?.['uri']);

describe('a stream of the stateless revision', () => {
  it('hears of the resources its caller may read, and the acknowledgement names them', async () => {
    const { url } = await serve();
    const asked = [...all, 'paper://nowhere', 'paper://page/1', 'paper://open'];
    const plain = await listen(url, { uris: asked });
    expect(plain.acknowledged['resourceSubscriptions']).toEqual([
      'paper://open',
      'paper://private',
      'paper://page/1',
    ]);
    const keyed = await listen(url, { uris: asked, headers: { 'x-key': 'right' } });
    expect(keyed.acknowledged['resourceSubscriptions']).toContain('paper://guarded');
  });

  it('hears of a thousand resources and no more', async () => {
    const { url } = await serve();
    const many = Array.from({ length: 1_001 }, (_, n) => `paper://page/${n}`);
    const stream = await listen(url, { uris: many });
    expect(stream.acknowledged['resourceSubscriptions']).toEqual(many.slice(0, 1_000));
  });

  it('hears nothing of what was hidden from its session since, until it is shown again', async () => {
    const { url } = await serve();
    const hide = (args: object) => sendStateless(url, 'tools/call', { name: 'hide', arguments: args });
    const [begun] = (await hide({ names: ['paper://nowhere'] })).messages;
    const session = (begun?.result?.['_meta'] as Record<string, string>)['portico/session']!;
    const meta = { 'portico/session': session };
    const [own, other] = [await listen(url, { uris: all, meta }), await listen(url, { uris: all })];
    await hide({ session, names: ['paper://private'] });
    await sendStateless(url, 'tools/call', { name: 'print', arguments: {} });
    await eventually(() => expect(other.told).toEqual([updated, updated]));
    await eventually(() => expect(own.told).toEqual(['notifications/resources/list_changed', updated]));
    const later = await listen(url, { uris: all, meta });
    expect(later.acknowledged['resourceSubscriptions']).toEqual(['paper://open']);
  });

  it('within the process is judged in the same way', async () => {
    const caller = await line(await create(), 'stateless');
    const notifications = { resourceSubscriptions: all };
    await caller.begin('subscriptions/listen', { notifications });
    await eventually(() =>
      expect(caller.notified('notifications/subscriptions/acknowledged')[0]?.params).toMatchObject({
        notifications: { resourceSubscriptions: ['paper://open', 'paper://private'] },
      }),
    );
    await caller.call('print');
    await eventually(() => expect(uris(caller)).toEqual(['paper://open', 'paper://private']));
  });

  it('that is cancelled at once tells nothing', async () => {
    const caller = await line(await create(), 'stateless');
    const id = await caller.begin('subscriptions/listen', { notifications: { resourceSubscriptions: all } });
    await caller.send({ method: 'notifications/cancelled', params: { requestId: id } });
    await caller.call('print');
    await setTimeout(50);
    expect(uris(caller)).toEqual([]);
  });

  it.each([[{}], [{ notifications: { resourceSubscriptions: 'paper://open' } }]])(
    'of the wrong form is refused: %j',
    async (params) => {
      const caller = await line(await create(), 'stateless');
      const { error } = await caller.request('subscriptions/listen', params);
      expect(error?.code).toBe(-32_602);
    },
  );
});

it('a session hears nothing of a resource while it is hidden from it', async () => {
  const app = await create();
  const [own, other] = [await line(app, 'session'), await line(app, 'session')];
  for (const client of [own, other]) await client.request('resources/subscribe', { uri: 'paper://open' });
  await own.call('hideHere', { names: ['paper://open'] });
  await other.call('print');
  await eventually(() => expect(uris(other)).toEqual(['paper://open']));
  expect(uris(own)).toEqual([]);
  await own.call('show');
  await other.call('print');
  await eventually(() => expect(uris(other)).toHaveLength(2));
  await eventually(() => expect(uris(own)).toEqual(['paper://open']));
});

describe('components that come while the server runs', () => {
  it('are no news for those who do not see them', async () => {
    const { app, url } = await serve();
    const [session, pipe] = [await line(app, 'session'), await line(app, 'stateless')];
    await pipe.begin('subscriptions/listen', { notifications: { toolsListChanged: true } });
    const stream = await listen(url);
    const told = () => [
      session.notified(listChanged).length,
      pipe.notified(listChanged).length,
      stream.told.length,
    ];
    await app.addComponents(Extra);
    app.removeComponents(Extra);
    await setTimeout(50);
    await app.addComponents(MoreExtra);
    await eventually(() => expect(told()).toEqual([1, 1, 1]));
    app.removeComponents(MoreExtra);
    await app.addComponents(Extra);
    await eventually(() => expect(told()).toEqual([2, 2, 2]));
  });

  it('are no news in other processes either', async () => {
    const events = { url: 'memory:', namespace: `papers-${process.pid}-${Date.now()}` };
    const [here, there] = [await create({ events }), await create({ events })];
    const session = await line(there, 'session');
    await here.addComponents(Extra);
    await setTimeout(50);
    await here.addComponents(MoreExtra);
    await eventually(() => expect(session.notified(listChanged)).toHaveLength(1));
    await setTimeout(50);
    expect(session.notified(listChanged)).toHaveLength(1);
  });

  it('are news for a session that sees them by a rule of its own', async () => {
    const app = await create({ visibility: [] });
    const [own, other] = [await line(app, 'session'), await line(app, 'session')];
    await own.call('hideHere', { tags: ['secret'] });
    await app.addComponents(Extra);
    await eventually(() => expect(other.notified(listChanged)).toHaveLength(1));
    expect(own.notified(listChanged)).toHaveLength(0);
  });
});
