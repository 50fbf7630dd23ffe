import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createTestClient } from 'portico/testing';
import { compiled } from '../support/fixture.js';
import { UpdatesModule } from './updates.fixture.js';

/** What is kept after two processes have updated the same values at once, each so many times. */
export async function updatedByTwoProcesses(store: string, times: number): Promise<Record<string, unknown>> {
  const key = randomUUID();
  const worker = fileURLToPath(compiled(new URL('update-worker.ts', import.meta.url).href));
  const run = () =>
    promisify(execFile)(process.execPath, [worker, store, key, String(times)], { timeout: 60_000 });
  const outputs = await Promise.all([run(), run()]);
  const client = await createTestClient(UpdatesModule, { name: 'workers', state: { store } });
  const read = async (name: string) =>
    ((await client.callTool('read', { key: `${key} ${name}` })).structuredContent as { value?: unknown })
      .value;
  const kept = { updates: await read('updates'), counts: await read('counts') };
  await client.close();
  return { ...kept, outputs: outputs.map(({ stdout }) => stdout) };
}
