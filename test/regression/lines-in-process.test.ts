import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from '@jest/globals';
import { Client } from '@modelcontextprotocol/client';
import { Module, PorticoFactory, silentLog, type PorticoApp } from 'portico';
import { eventually } from '../support/eventually.js';

/** To collect once takes seconds where the process has run many tests before, in ms. */
const PATIENCE = 30_000;

@Module({})
class EmptyModule {}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Opens a line, says hello on it, has it closed by one side, and keeps nothing of it. */
async function useLine(app: PorticoApp, side: 'client' | 'server'): Promise<WeakRef<object>> {
  const line = app.connect();
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(line.clientTransport);
  await (side === 'client' ? client.close() : line.close());
  return new WeakRef(line);
}

test.each(['client', 'server'] as const)(
  'an application forgets a line that the %s has closed',
  async (side) => {
    const app = await PorticoFactory.create(EmptyModule, { name: 'lines', version: '1', log: silentLog });
    const lines: WeakRef<object>[] = [];
    for (let i = 0; i < 20; i++) lines.push(await useLine(app, side));
    await eventually(() => {
      collect();
      // The engine may hold on to the last one for a while.
      expect(lines.filter((line) => line.deref()).length).toBeLessThan(3);
    }, PATIENCE);
    await app.close();
  },
  2 * PATIENCE,
);
