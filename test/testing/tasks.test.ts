import { describe, expect, test } from '@jest/globals';
import { silentLog } from 'portico';
import { accept, createTestClient, decline, onBothEras, RequestRefused } from 'portico/testing';
import { ReportTool, ShopModule, ShopTools } from './shop.fixture.js';

onBothEras(describe)('tasks of a test client', (era) => {
  test.each(['memory', 'http'] as const)('are followed, asked and finished, over %s', async (transport) => {
    const client = await createTestClient(ShopModule, { era, transport, onElicit: [accept(true)] });
    const task = await client.startTask(ReportTool, { year: 2026 });
    expect((await task.until('input_required')).message).toBe('collecting (1/2)');
    const report: { year: number; pages: number } = await task.result();
    expect(report).toEqual({ year: 2026, pages: 100 });
    expect((await task.status()).status).toBe('completed');
    expect(client.questions.map(({ message }) => message)).toEqual(['The long one?']);
    expect(task.seen.length).toBeGreaterThan(0);
    await client.close();
  });

  test('are started by name, and cancelled', async () => {
    const client = await createTestClient(ShopModule, { era, onElicit: [decline], log: silentLog });
    const task = await client.startTask('yearly-report', { year: 2026 });
    await task.until('input_required');
    await task.cancel();
    expect((await task.until('cancelled')).status).toBe('cancelled');
    await expect(task.result()).rejects.toBeInstanceOf(RequestRefused);
    await expect(task.until('completed')).rejects.toThrow('is cancelled, and was to be completed');
    await client.close();
  });

  test('are judged before they begin', async () => {
    const client = await createTestClient(ShopModule, { era, log: silentLog, onElicit: [] });
    await expect(client.startTask('yearly-report', { year: 'x' })).rejects.toThrow();
    await expect(client.startTask(ShopTools, 'nothing')).rejects.toThrow();
    await client.close();
  });

  test('fail the test when a script has no answer', async () => {
    const client = await createTestClient(ShopModule, { era, onElicit: [], log: silentLog });
    const task = await client.startTask(ReportTool, { year: 2026 });
    const over = task.result().catch((error: unknown) => error);
    await client.until(() => client.questions.length > 0);
    await task.cancel().catch(() => {});
    expect(await over).toMatchObject({ message: expect.stringContaining('asked number 1: The long one?') });
    await client.close();
  });
});
