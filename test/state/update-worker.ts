import 'reflect-metadata';
import { createTestClient } from 'portico/testing';
import { UpdatesModule } from './updates.fixture.js';

/** Updates two values of an application as often as it is told to, all at once: `node update-worker.js <store> <key> <times>`. */
const [store, key, times] = process.argv.slice(2) as [string, string, string];
const client = await createTestClient(UpdatesModule, { name: 'workers', state: { store } });
const all = Array.from({ length: Number(times) }, () => [
  client.callTool('add', { key: `${key} updates`, by: 1 }),
  client.callTool('count', { key: `${key} counts` }),
]).flat();
const failed = (await Promise.all(all)).filter(
  ({ isError, structuredContent }) =>
    isError === true || (structuredContent as { answer?: { code?: string } })?.answer?.code !== undefined,
);
await client.close();
process.stdout.write(JSON.stringify({ failed }));
