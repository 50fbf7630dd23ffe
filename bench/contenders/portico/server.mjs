/**
 * Portico, as an application is written: services injected, one class built for each request because it takes the `Context`,
 * inputs judged by their DTO classes.
 */
import { Args, Context, Ctx, Module, PorticoFactory, Resource, Tool } from 'portico';
import { ADD, CTX_WORK, ECHO, FILLERS, HOST, MODE, PORT, RESOURCE, SERVER_INFO } from '../surface.mjs';
import { method, takes } from './decorate.mjs';
import { schemas } from './schemas.mjs';

const inputs = await schemas();
const tool = ({ name, description }, more) =>
  Tool({ name, description, ...(inputs.get(name) && { input: inputs.get(name) }), ...more });

class EchoService {
  repeat(input) {
    return ECHO.run(input);
  }
}

/** Built for each call: it holds the context of one. */
class EchoTools {
  constructor(echoes, ctx) {
    this.echoes = echoes;
    this.ctx = ctx;
  }
  echo(input) {
    return this.echoes.repeat(input);
  }
}
takes(EchoTools, EchoService, Context);
method(EchoTools, 'echo', [tool(ECHO)], [Args()]);

const counts = new Map();

class OtherTools {
  add(input) {
    return ADD.run(input);
  }
  async work(ctx) {
    await ctx.info(CTX_WORK.message);
    for (let i = 1; i <= CTX_WORK.steps; i++) await ctx.reportProgress(i, CTX_WORK.steps);
    const key = ctx.sessionId ?? '';
    counts.set(key, (counts.get(key) ?? 0) + 1);
    return `count=${counts.get(key)}`;
  }
  config() {
    return RESOURCE.text;
  }
}
const { uri, name, description, mimeType } = RESOURCE;
method(OtherTools, 'add', [tool(ADD, { output: inputs.get('sum') })], [Args()]);
method(OtherTools, 'work', [tool(CTX_WORK)], [Ctx()]);
method(OtherTools, 'config', [Resource(uri, { name, description, mimeType })]);

/** The fillers, over as many modules as `BENCH_MODULES` says. */
const count = Math.min(FILLERS.length, Number(process.env.BENCH_MODULES ?? 1));
const modules = Array.from({ length: count }, (_, i) => {
  class FillerTools {}
  for (const filler of FILLERS.filter((_, at) => at % count === i)) {
    FillerTools.prototype[filler.name] = (input) => filler.run(input);
    method(FillerTools, filler.name, [tool(filler)], [Args()]);
  }
  class FillerModule {}
  Module({ providers: [FillerTools] })(FillerModule);
  return FillerModule;
});

/** A server with a single tool has nothing else. */
const others = process.env.BENCH_TOOLS === '1' ? [] : [OtherTools];

class BenchModule {}
Module({ imports: modules, providers: [EchoService, EchoTools, ...others] })(BenchModule);

const app = await PorticoFactory.create(BenchModule, { ...SERVER_INFO, log: { level: 'warn' } });
if (MODE === 'stdio') await app.listen({ transport: 'stdio' });
else
  await app.listen({
    transport: 'http',
    host: HOST,
    port: PORT,
    ...(MODE === 'stateless' && { sessions: false }),
  });
