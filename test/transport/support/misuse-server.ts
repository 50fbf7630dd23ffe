import 'reflect-metadata';
import { once } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { setImmediate } from 'node:timers/promises';
import { Context, Module, PorticoFactory, Tool } from 'portico';
import { named } from '../../identity/bearer.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

class MisusedTools {
  @Tool('Waits to be stopped')
  async wait(ctx: Context) {
    await ctx.reportProgress(1);
    await once(ctx.signal, 'abort');
    aborted++;
  }

  @Tool('Answers after a while')
  async slow() {
    await new Promise((resolve) => setTimeout(resolve, 50));
    return 'slow';
  }
}

@Module({ providers: [MisusedTools] })
class MisusedModule {}

let aborted = 0;

/** What this process holds, in one line on stderr: handles by kind, the heap in bytes, and how many calls were stopped. */
async function tell(): Promise<void> {
  for (let n = 0; n < 4; n++) {
    collectGarbage();
    await setImmediate();
  }
  const handles: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) handles[kind] = (handles[kind] ?? 0) + 1;
  const held = { handles, heap: process.memoryUsage().heapUsed, aborted };
  process.stderr.write(`held ${JSON.stringify(held)}\n`);
}

/** `node misuse-server.js stdio|http`: told to tell by SIGUSR2. */
const app = await PorticoFactory.create(MisusedModule, {
  name: 'misused',
  version: '1.0.0',
  auth: { verify: named, anonymous: true },
});
process.on('SIGUSR2', () => void tell());
await app.listen({ transport: process.argv[2] as 'stdio' | 'http', port: 0, flags: false });
