import { describe, expect, test } from '@jest/globals';
import { Injectable, Tool } from 'portico';
import { createTestClient, onBothEras } from 'portico/testing';
import { NewsTools, ShopModule } from './shop.fixture.js';

@Injectable()
class LateTools {
  @Tool('Later') later() {}
}

onBothEras(describe)('events of a test client', (era) => {
  test.each(['memory', 'http'] as const)('are news of lists and of resources, over %s', async (transport) => {
    const client = await createTestClient(ShopModule, { era, transport });
    await client.subscribe('shop://stock');
    await client.call(NewsTools, 'restock');
    await client.until(() => client.events.length === 2);
    expect(client.events).toContainEqual({ kind: 'resource', uri: 'shop://stock' });
    expect(client.events).toContainEqual({ kind: 'tools' });
    await client.until(() => client.logs.some(({ level }) => level === 'info'));

    await client.app.addComponents(LateTools);
    await client.until(() => client.events.filter(({ kind }) => kind === 'tools').length === 2);
    expect((await client.listTools()).map(({ name }) => name)).toContain('later');
    await client.close();
  });

  test('that do not come are told with those that did', async () => {
    const client = await createTestClient(ShopModule, { era });
    await client.subscribe();
    await client.call(NewsTools, 'restock');
    await client.until(() => client.events.length > 0);
    const missing = client.until(() => client.events.some(({ kind }) => kind === 'prompts'), 50);
    await expect(missing).rejects.toMatchObject({ code: 'PORTICO_TEST_CLIENT' });
    await expect(missing).rejects.toThrow('"events":[{"kind":"tools"}]');
    await client.close();
  });
});
