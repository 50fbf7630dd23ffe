import { describe, expect, test } from '@jest/globals';
import { silentLog } from 'portico';
import { createTestClient, onBothEras } from 'portico/testing';
import { porticoMatchers } from 'portico/testing/jest';
import { ShopModule, ShopTools } from './shop.fixture.js';

expect.extend(porticoMatchers);

onBothEras(describe)('matchers', (era) => {
  test('hold for results of tools', async () => {
    const client = await createTestClient(ShopModule, { era, log: silentLog });
    const numbers = await client.callTool('numbers');
    expect(numbers).toHaveText('[1,2,3]');
    expect(numbers).toHaveText(/^\[1/);
    expect(numbers).toHaveText(expect.stringContaining('2'));
    expect(numbers).not.toHaveText('[1]');
    expect(numbers).not.toBeToolError();
    const who = await client.callTool('now');
    expect(who).not.toHaveStructured({});
    const picture = await client.callTool('picture');
    expect(picture).toHaveText('');
    expect(await client.callTool('read')).toHaveStructured({ reads: 1 });
    expect(await client.callTool('read')).toHaveStructured({ reads: expect.any(Number) });

    const refused = await client.callTool('refuse');
    expect(refused).toBeToolError();
    expect(refused).toBeToolError('PORTICO_USER_ERROR');
    expect(refused).toBeToolError('Sold out.');
    expect(refused).toBeToolError(/sold/i);
    expect(refused).not.toBeToolError('PORTICO_TIMEOUT');
    expect(refused).not.toBeToolError('Sold');
    await expect(client.call(ShopTools, 'refuse')).rejects.toBeToolError('Sold out.');
    await expect(client.call(ShopTools, 'refuse')).rejects.toBeToolError('PORTICO_USER_ERROR');
    await client.close();
  });

  test('say what was expected, and what came', async () => {
    const client = await createTestClient(ShopModule, { era, log: silentLog });
    const refused = await client.callTool('refuse');
    expect(() => expect(refused).toHaveText('In stock.')).toThrow(
      'expected "In stock."\nreceived "Sold out."',
    );
    expect(() => expect(refused).toBeToolError('PORTICO_TIMEOUT')).toThrow('received "PORTICO_USER_ERROR"');
    expect(() => expect(refused).not.toBeToolError()).toThrow('expected anything but a tool error');
    expect(() => expect(7).toHaveStructured({})).toThrow('received 7');
    await client.close();
  });

  test('hold for nothing that is no result, with not either', async () => {
    const client = await createTestClient(ShopModule, { era, log: silentLog });
    const calling = client.callTool('refuse');
    expect(() => expect(calling).not.toBeToolError()).toThrow('toBeToolError: received a promise.');
    expect(() => expect(calling).not.toHaveText('Sold out.')).toThrow('toHaveText: received a promise.');
    await calling;
    for (const other of [undefined, 'Sold out.', {}, new Error('Sold out.')]) {
      expect(() => expect(other).not.toBeToolError()).toThrow('is no result of a tool');
      expect(() => expect(other).not.toHaveText('x')).toThrow('is no result of a tool');
      expect(() => expect(other).not.toHaveStructured({})).toThrow('is no result of a tool');
    }
    await client.close();
  });
});
