import { describe, expect, test } from '@jest/globals';
import { silentLog } from 'portico';
import { accept, cancel, createTestClient, decline, onBothEras } from 'portico/testing';
import { ShopModule, ShopTools } from './shop.fixture.js';

onBothEras(describe)('scripted answers', (era) => {
  test('answer one question after the other, and what was asked is known', async () => {
    const client = await createTestClient(ShopModule, {
      era,
      onElicit: [accept(4), ({ message }) => accept(message.includes('window')), decline, cancel],
    });
    expect(await client.call(ShopTools, 'two')).toEqual({ people: 4, atWindow: true });
    expect(await client.call(ShopTools, 'checkout', { cart: 'c-1' })).toBe('Nothing was charged.');
    expect(await client.call(ShopTools, 'checkout', { cart: 'c-2' })).toBe('Nothing was charged.');
    expect(client.questions.map(({ message }) => message)).toEqual([
      'For how many people?',
      'At the window?',
      'Charge cart c-1?',
      'Charge cart c-2?',
    ]);
    await client.close();
  });

  test('that do not suffice fail the test, and tell at which question', async () => {
    const client = await createTestClient(ShopModule, { era, onElicit: [accept(4)], log: silentLog });
    await expect(client.call(ShopTools, 'two')).rejects.toThrow(
      'The test client has answers for 1 question, and was asked number 2: At the window?',
    );
    await client.close();
  });

  test('stand for the model, too', async () => {
    const client = await createTestClient(ShopModule, { era, onSample: ['Tea for two', () => 'More tea'] });
    expect(await client.call(ShopTools, 'slogan')).toBe('Tea for two');
    expect(await client.call(ShopTools, 'slogan')).toBe('More tea');
    expect(JSON.stringify(client.samples[0]!['messages'])).toContain('Write a slogan');
    expect(client.samples).toHaveLength(2);
    await client.close();
  });

  test('declare what they answer, unless the test says what the client declares', async () => {
    const able = { era, onElicit: () => accept(true) };
    const without = await createTestClient(ShopModule, { ...able, capabilities: {}, log: silentLog });
    const refused = await without.callTool('checkout', { cart: 'c-1' }).then(
      ({ isError }) => (isError ? 'an error' : 'a result'),
      () => 'a fault',
    );
    expect(refused).not.toBe('a result');
    expect(without.questions).toEqual([]);
    await without.close();

    const formsOnly = await createTestClient(ShopModule, {
      ...able,
      capabilities: { elicitation: { form: {} } },
    });
    expect(await formsOnly.call(ShopTools, 'checkout', { cart: 'c-1' })).toMatchObject({ cart: 'c-1' });
    await formsOnly.close();
  });
});
