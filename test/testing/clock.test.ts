import { describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { silentLog } from 'portico';
import { accept, createTestClient, onBothEras, TestClock } from 'portico/testing';
import { ClockTools, ShopModule } from './shop.fixture.js';

onBothEras(describe)('a test clock', (era) => {
  test('is what ctx.now() tells', async () => {
    const clock = new TestClock(new Date('2026-01-01T00:00:00Z'));
    const client = await createTestClient(ShopModule, { era, clock });
    clock.advance('90s');
    expect(await client.call(ClockTools, 'now')).toBe('2026-01-01T00:01:30.000Z');
    await client.close();
  });

  test.each(['memory', 'sqlite'])('lets state expire in %s', async (kind) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'portico-clock-'));
    const clock = new TestClock();
    const store = kind === 'memory' ? 'memory:' : `sqlite:${path.join(folder, 'state.db')}`;
    const client = await createTestClient(ShopModule, { era, clock, state: { store } });
    await client.call(ClockTools, 'remember');
    clock.advance('59m');
    expect(await client.call(ClockTools, 'recall')).toEqual({ seen: true });
    clock.advance('1m');
    expect(await client.call(ClockTools, 'recall')).toEqual({ seen: false });
    await client.close();
    rmSync(folder, { recursive: true });
  });

  test('lets kept results expire', async () => {
    const clock = new TestClock();
    const client = await createTestClient(ShopModule, { era, clock });
    expect(await client.call(ClockTools, 'read')).toEqual({ reads: 1 });
    clock.advance('9m');
    expect(await client.call(ClockTools, 'read')).toEqual({ reads: 1 });
    clock.advance('1m');
    expect(await client.call(ClockTools, 'read')).toEqual({ reads: 2 });
    await client.close();
  });

  test('refuses a store that goes by another clock', async () => {
    const options = { era, clock: new TestClock(), state: { store: 'redis://127.0.0.1:1' } };
    await expect(createTestClient(ShopModule, options)).rejects.toMatchObject({ code: 'PORTICO_CLOCK' });
  });
});

test('a test clock lets a handle expire', async () => {
  const clock = new TestClock();
  const client = await createTestClient(ShopModule, { transport: 'http', clock, log: silentLog });
  const first = (await client.callTool('basket')).structuredContent as { session: string };
  const again = () => client.callTool('basket', { session: first.session });
  clock.advance('23h');
  expect((await again()).structuredContent).toMatchObject({ count: 2 });
  clock.advance('23h'); // its time began again
  expect((await again()).structuredContent).toMatchObject({ count: 3 });
  clock.advance('25h');
  expect(await again()).toMatchObject({ isError: true });
  await client.close();
});

test('a test clock lets an open question be given up', async () => {
  const clock = new TestClock();
  const client = await createTestClient(ShopModule, {
    clock,
    log: silentLog,
    interaction: { ttl: '5m' },
    onElicit: [
      () => {
        clock.advance('4m');
        return accept(true);
      },
      () => {
        clock.advance('6m');
        return accept(true);
      },
    ],
  });
  expect(await client.call(ClockTools, 'ask')).toBe('sure');
  await expect(client.call(ClockTools, 'ask')).rejects.toThrow('Invalid or expired requestState');
  await client.close();
});

test('a test clock calls back in order, and not what was called off', () => {
  const clock = new TestClock(new Date(0));
  const told: string[] = [];
  clock.after(2_000, () => told.push(`second at ${clock.now()}`));
  clock.after(1_000, () => told.push(`first at ${clock.now()}`));
  const callOff = clock.after(1_500, () => told.push('never'));
  clock.after(10_000, () => told.push('too early'));
  callOff();
  clock.advance('3s');
  expect(told).toEqual(['first at 1000', 'second at 2000']);
  expect(clock.now()).toBe(3_000);
});
