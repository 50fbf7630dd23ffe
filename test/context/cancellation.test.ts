import { describe, expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { lines, localLines, useLine } from '../support/lines.js';
import type { LineClient } from '../support/clients.js';
import { CancellationModule } from './cancellation.fixture.js';

async function status(client: LineClient) {
  return (await client.callTool('status')).structuredContent as { started: number; aborted: number };
}

describe.each(lines)('a client that cancels, by $name', (line) => {
  const used = useLine(line, CancellationModule);

  test.each(['endless', 'endlessInside'])('aborts the signal of the call, %s', async (name) => {
    const before = await status(used.client);
    const abort = new AbortController();
    const call = used.client.callTool(name, {}, { signal: abort.signal });
    const outcome = call.then(
      () => 'answered',
      () => 'rejected',
    );
    await eventually(async () => expect((await status(used.client)).started).toBe(before.started + 1));
    expect((await status(used.client)).aborted).toBe(before.aborted);
    abort.abort(new Error('no longer needed'));
    expect(await outcome).toBe('rejected');
    await eventually(async () => expect((await status(used.client)).aborted).toBe(before.aborted + 1));
  });

  test('does not abort other calls', async () => {
    const before = await status(used.client);
    const aborts = [new AbortController(), new AbortController()] as const;
    const calls = aborts.map(({ signal }) =>
      used.client.callTool('endless', {}, { signal }).catch(() => 'rejected'),
    );
    await eventually(async () => expect((await status(used.client)).started).toBe(before.started + 2));
    aborts[0].abort();
    await eventually(async () => expect((await status(used.client)).aborted).toBe(before.aborted + 1));
    expect((await status(used.client)).aborted).toBe(before.aborted + 1);
    aborts[1].abort();
    await Promise.all(calls);
    await eventually(async () => expect((await status(used.client)).aborted).toBe(before.aborted + 2));
  });
});

describe.each(localLines)('an application that closes, by $name', (line) => {
  test('aborts what is in flight', async () => {
    const server = await line.serve(CancellationModule);
    const [client, watcher] = [await server.connect(), await server.connect()];
    const call = client.callTool('endless').then(
      () => 'answered',
      () => 'rejected',
    );
    await eventually(async () => expect((await status(watcher)).started).toBe(1));
    await server.app.close();
    await client.close();
    expect(await call).toBe('rejected');
  });
});

describe.each(localLines.filter(({ transport }) => transport === 'memory'))(
  'a client that goes, by $name',
  (line) => {
    test('aborts what it had asked for', async () => {
      const server = await line.serve(CancellationModule);
      const [client, watcher] = [await server.connect(), await server.connect()];
      const call = client.callTool('endless').catch(() => 'rejected');
      await eventually(async () => expect((await status(watcher)).started).toBe(1));
      await client.close();
      expect(await call).toBe('rejected');
      await eventually(async () => expect((await status(watcher)).aborted).toBe(1));
      await server.close();
    });
  },
);
