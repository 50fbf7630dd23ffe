/** A tool that says what each operation of the `Context` costs within one call: processor time of this process, in µs. */
import { Context, Ctx, Module, PorticoFactory, Tool } from 'portico';
import { HOST, PORT, SERVER_INFO } from '../surface.mjs';
import { method } from './decorate.mjs';

const REPEAT = 400;
const ROUNDS = 9;

/** Each does one thing, given the context and a number that differs. */
const operations = {
  'Context.current()': () => Context.current(),
  'ctx.sessionId': (ctx) => ctx.sessionId,
  'ctx.client': (ctx) => ctx.client,
  'ctx.signal': (ctx) => ctx.signal,
  'await ctx.debug(...), below the level': (ctx) => ctx.debug('not heard'),
  'await ctx.info(...)': (ctx) => ctx.info('heard'),
  'await ctx.reportProgress(...), most of them merged': (ctx, i) => ctx.reportProgress(i),
  'await ctx.setState(...)': (ctx, i) => ctx.setState('key', { i }),
  'await ctx.getState(...)': (ctx) => ctx.getState('key'),
  'await ctx.incrementState(...)': (ctx) => ctx.incrementState('count'),
  'await ctx.once(...), new': (ctx, i) => ctx.once(`effect-${i}`, () => i),
  'ctx.uuid()': (ctx) => ctx.uuid(),
  'await ctx.callTool(...)': (ctx) => ctx.callTool('nothing'),
  'await ctx.listTools()': (ctx) => ctx.listTools(),
};

class OperationTools {
  nothing() {
    return 'nothing';
  }
  async measure(ctx) {
    const costs = {};
    let i = 0;
    for (const [name, operation] of Object.entries(operations)) {
      const rounds = [];
      for (let round = 0; round < ROUNDS; round++) {
        const before = process.cpuUsage();
        for (let n = 0; n < REPEAT; n++) await operation(ctx, ++i);
        const { user, system } = process.cpuUsage(before);
        rounds.push((user + system) / REPEAT);
      }
      costs[name] = rounds.sort((a, b) => a - b)[ROUNDS >> 1];
    }
    return JSON.stringify(costs);
  }
}
method(OperationTools, 'nothing', [Tool({ description: 'Does nothing' })]);
method(OperationTools, 'measure', [Tool({ description: 'Measures', timeout: '5m' })], [Ctx()]);

class OperationModule {}
Module({ providers: [OperationTools] })(OperationModule);

const app = await PorticoFactory.create(OperationModule, { ...SERVER_INFO, log: { level: 'warn' } });
await app.listen({ transport: 'http', host: HOST, port: PORT });
