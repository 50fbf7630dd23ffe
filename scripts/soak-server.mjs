/** What `npm run soak` keeps busy: a server in a process of its own, which tells its memory and its handles. */
import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { Context, Module, PorticoFactory, Tool } from '../dist/index.js';

class SoakTools {
  echo({ text }) {
    return text;
  }
  async ask(_input, ctx) {
    return `answered ${await ctx.confirm('Go on?')}`;
  }
  async keep({ text }, ctx) {
    await ctx.setState('text', text);
    return `kept ${(await ctx.getState('text')).length}`;
  }
  async slow(_input, ctx) {
    for (let i = 1; i <= 3; i++) {
      await ctx.reportProgress(i, 3);
      await sleep(2, undefined, { signal: ctx.signal });
    }
    return 'done';
  }
}

const input = { type: 'object', properties: { text: { type: 'string' } } };
for (const name of ['echo', 'ask', 'keep', 'slow']) {
  const descriptor = Object.getOwnPropertyDescriptor(SoakTools.prototype, name);
  Reflect.defineMetadata('design:paramtypes', [Object, Context], SoakTools.prototype, name);
  Tool({ description: name, input })(SoakTools.prototype, name, descriptor);
}
class SoakModule {}
Module({ providers: [SoakTools] })(SoakModule);

const app = await PorticoFactory.create(SoakModule, {
  name: 'soak',
  version: '1.0.0',
  metrics: true,
  log: { level: 'warn' },
  jobs: { url: 'memory:' },
  interaction: { keys: ['soak'.repeat(10)], ttl: '30s' },
});
const listening = await app.listen({ transport: 'http', port: 0, signals: false });
const handles = () => {
  const kinds = {};
  for (const kind of process.getActiveResourcesInfo()) kinds[kind] = (kinds[kind] ?? 0) + 1;
  return kinds;
};
let idle;

process.on('message', (message) => {
  if (message === 'measure') void measure();
  else void app.close().then(() => process.exit(0));
});

async function measure() {
  for (let i = 0; i < 3; i++) {
    globalThis.gc();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { heapUsed, rss } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  process.send({
    heap: heapUsed / 2 ** 20,
    rss: rss / 2 ** 20,
    cpu: (user + system) / 1_000,
    time: performance.now(),
    sessions: listening.sessions(),
    handles: handles(),
    idle,
  });
}

process.send({ url: listening.address });
// What listens to the process that started this one is there from now on, and no client has come yet.
idle = handles();
