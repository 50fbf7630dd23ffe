import { describe, expect, test } from '@jest/globals';
import { Injectable, PorticoFactory, silentLog } from 'portico';
import { accept, createTestClient, onBothEras, type Override } from 'portico/testing';
import { Payments, ShopModule, ShopTools } from './shop.fixture.js';

@Injectable()
class FreePayments extends Payments {
  override charge(cart: string) {
    return { cart, total: 0, at: new Date(1) };
  }
}

const ways: [string, Override][] = [
  ['a value', { provide: Payments, useValue: new FreePayments() }],
  ['a class', { provide: Payments, useClass: FreePayments }],
  ['a factory', { provide: Payments, useFactory: () => new FreePayments() }],
];

onBothEras(describe)('a test application', (era) => {
  test.each(ways)('has %s in the place of a provider of an imported module', async (_way, override) => {
    const client = await createTestClient(ShopModule, {
      era,
      overrides: [override],
      onElicit: [accept(true)],
    });
    expect(await client.call(ShopTools, 'checkout', { cart: 'c-1' })).toEqual({
      cart: 'c-1',
      total: 0,
      at: '1970-01-01T00:00:00.001Z',
    });
    await client.close();
  });

  test('does not start with an override of what nobody provides', async () => {
    @Injectable()
    class Payment {}
    const overrides = [{ provide: Payment, useValue: {} }];
    await expect(createTestClient(ShopModule, { era, overrides })).rejects.toThrow(
      /overrides: Payment is to be replaced, but no module provides it[^]*Payments/,
    );
  });

  test('is called over HTTP, by whom the test says', async () => {
    const principal = { subject: 'ada' };
    const client = await createTestClient(ShopModule, { era, transport: 'http', principal });
    expect(await client.call(ShopTools, 'who')).toEqual({ subject: 'ada', transport: 'http' });
    await client.close();
  });

  test('asks and reports over HTTP', async () => {
    const client = await createTestClient(ShopModule, { era, transport: 'http', onElicit: [accept(true)] });
    expect(await client.call(ShopTools, 'checkout', { cart: 'c-1' })).toMatchObject({ total: 110 });
    expect(client.progress).toEqual([{ progress: 1, total: 1, message: 'charged' }]);
    await client.close();
  });

  test('that is there already keeps its options, and takes no others', async () => {
    const app = await PorticoFactory.create(ShopModule, {
      name: 'shop',
      version: '1.0.0',
      log: silentLog,
      jobs: { url: 'memory:' },
    });
    const client = await createTestClient(app, { era, transport: 'http' });
    expect(await client.call(ShopTools, 'nothing')).toBeUndefined();
    await client.close();
    await expect(createTestClient(app, { era, overrides: [] })).rejects.toThrow('option overrides belongs');
    await expect(
      createTestClient(app, { era, transport: 'http', principal: { subject: 'ada' } }),
    ).rejects.toThrow('principal, over HTTP');
    const again = await createTestClient(app, { era });
    expect(await again.call(ShopTools, 'nothing')).toBeUndefined();
    await again.close();
    await app.close();
  });

  test('is closed at the end of a block', async () => {
    let app;
    {
      await using client = await createTestClient(ShopModule, { era });
      app = client.app;
      expect((await app.readiness()).isReady).toBe(true);
    }
    expect((await app.readiness()).isReady).toBe(false);
  });
});
