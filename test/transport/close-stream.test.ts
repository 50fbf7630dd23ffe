import { afterEach, describe, expect, test } from '@jest/globals';
import type { ListenOptions } from 'portico';
import { appClients, type AppClientKind } from './support/app-clients.js';
import { createApp } from './support/app.fixture.js';

const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function comeBack(kind: AppClientKind, options: ListenOptions): Promise<string> {
  const { app } = await createApp();
  cleanUps.push(() => app.close());
  const { address } = await app.listen({ transport: 'http', port: 0, signals: false, ...options });
  const client = await kind.connect(address);
  cleanUps.push(() => client.close());
  return client.text('comeBack');
}

describe.each(appClients)('ctx.closeSseStream, for the client of $name', (kind) => {
  test('lets it go and come back, where events are kept and its revision has that', async () => {
    const resumable = { resumability: { retry: 20 } };
    expect(await comeBack(kind, resumable)).toBe(
      kind.era === 'session' ? 'welcome back' : 'PORTICO_CANNOT_CLOSE_STREAM',
    );
  });

  test('is a typed error where no events are kept', async () => {
    expect(await comeBack(kind, {})).toBe('PORTICO_CANNOT_CLOSE_STREAM');
  });
});
