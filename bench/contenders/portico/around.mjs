/** One tool many times, each with something else around it; and, by `BENCH_AROUND`, with something around all of them. */
import {
  Args,
  Cacheable,
  Ctx,
  Module,
  PorticoFactory,
  Tool,
  UseFilters,
  UseGuards,
  UseInterceptors,
  UsePipes,
  concurrencyLimit,
  rateLimit,
  resultLimit,
  retry,
} from 'portico';
import { ECHO, HOST, PORT, SERVER_INFO } from '../surface.mjs';
import { method } from './decorate.mjs';
import { schemas } from './schemas.mjs';

const inputs = await schemas();
const MANY = 1_000_000_000;

/** What stands around each: further options of the tool, and decorators. */
const around = {
  nothing: [{}, []],
  timeout: [{ timeout: '30s' }, []],
  guard: [{}, [UseGuards(() => true)]],
  interceptor: [{}, [UseInterceptors((_call, next) => next())]],
  asyncInterceptor: [{}, [UseInterceptors(async (_call, next) => await next())]],
  pipe: [{}, [UsePipes((value) => value)]],
  filter: [{}, [UseFilters((error) => Promise.reject(error))]],
  rateLimit: [{}, [UseInterceptors(rateLimit({ calls: MANY, per: '1h', by: 'all' }))]],
  concurrencyLimit: [{}, [UseInterceptors(concurrencyLimit({ max: 1_000, by: 'all' }))]],
  resultLimit: [{}, [UseInterceptors(resultLimit({ bytes: 100_000 }))]],
  retry: [{ annotations: { readOnlyHint: true } }, [UseInterceptors(retry())]],
  cacheable: [{ annotations: { readOnlyHint: true } }, [Cacheable({ ttl: '1h', scope: 'public' })]],
};

class AroundTools {
  async waits(input) {
    await undefined;
    return ECHO.run(input);
  }
  async waitsInTime(input) {
    await undefined;
    return ECHO.run(input);
  }
  inner(_input, ctx) {
    return ctx.callTool('nothing', _input);
  }
}

const tool = (name, more) => Tool({ name, description: name, input: inputs.get(ECHO.name), ...more });
method(AroundTools, 'waits', [tool('waits')], [Args()]);
method(AroundTools, 'waitsInTime', [tool('waitsInTime', { timeout: '30s' })], [Args()]);
method(AroundTools, 'inner', [tool('inner')], [Args(), Ctx()]);
for (const [name, [more, decorators]] of Object.entries(around)) {
  AroundTools.prototype[name] = (input) => ECHO.run(input);
  method(AroundTools, name, [tool(name, more), ...decorators], [Args()]);
}

class AroundModule {}
Module({ providers: [AroundTools] })(AroundModule);

const options = {
  metrics: { metrics: true },
  tracing: { tracing: true },
  audit: { audit: { write: () => {} } },
  auth: { auth: { verify: [() => ({ subject: 'ada' })] } },
}[process.env.BENCH_AROUND];
const app = await PorticoFactory.create(AroundModule, { ...SERVER_INFO, log: { level: 'warn' }, ...options });
await app.listen({ transport: 'http', host: HOST, port: PORT });
