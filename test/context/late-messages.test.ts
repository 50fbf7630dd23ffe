import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { clientKinds } from '../support/clients.js';
import { eventually } from '../support/eventually.js';
import { lines, useLine } from '../support/lines.js';
import { startProcess, type ServerProcess } from '../support/server-process.js';
import { HastyModule } from './late-messages.fixture.js';

const stillHere = { content: [{ type: 'text', text: 'still here' }] };
const onProgress = () => {};

describe.each(lines)('messages that nobody waits for, by $name', (line) => {
  const used = useLine(line, HastyModule);

  test('come after the answer and do no harm', async () => {
    expect((await used.client.callTool('afterTheAnswer', {}, { onProgress })).content).toEqual([
      { type: 'text', text: 'answered' },
    ]);
    await setTimeout(200);
    expect(await used.client.callTool('echo')).toMatchObject(stillHere);
    expect(used.server.log()).not.toContain('error');
  });
});

/** In a process of its own: an error that nobody catches would be its end. */
describe.each(clientKinds)('a server over HTTP, by $name', (kind) => {
  let server: ServerProcess;
  let url: URL;

  beforeEach(async () => {
    server = startProcess(HastyModule, {}, { transport: 'http', port: 0 });
    const address = () => /listening on (\S+)/.exec(server.stderr())![1]!;
    url = new URL(await eventually(address, 15_000));
  });
  afterEach(async () => {
    server.kill('SIGKILL');
    await server.exit(0);
  });

  test('outlives messages to a client that has gone, or has its answer', async () => {
    const hasty = await kind.connect(kind.http(url));
    await hasty.callTool('afterTheAnswer', {}, { onProgress });
    const call = hasty.callTool('untilGone', {}, { onProgress }).catch(() => 'cut off');
    await eventually(() => expect(server.stderr()).toContain('speaking'));
    await hasty.close();
    expect(await call).toBe('cut off');
    await eventually(() => expect(server.stderr()).toContain('spoken'));

    const next = await kind.connect(kind.http(url));
    expect(await next.callTool('echo')).toMatchObject(stillHere);
    await next.close();
    expect(server.stderr()).not.toMatch(/Error|error/);
  });
});
