import { describe, expect, test } from '@jest/globals';
import { Injectable, Module, silentLog, Tool } from 'portico';
import {
  accept,
  createTestClient,
  onBothEras,
  ToolCallError,
  type ToolArguments,
  type ToolValue,
} from 'portico/testing';
import { Payments, ReportTool, ShopModule, ShopTools, type Receipt } from './shop.fixture.js';

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
const holds = <T extends true>(value: T): T => value;

onBothEras(describe)('calls by the class', (era) => {
  test('give data, texts, nothing and whole results, and take what the method takes', async () => {
    const client = await createTestClient(ShopModule, { era, onElicit: () => accept(true) });
    const receipt = await client.call(ShopTools, 'checkout', { cart: 'c-1', tip: 5 });
    expect(receipt).toEqual({ cart: 'c-1', total: 105, at: '1970-01-01T00:00:00.000Z' });
    expect(typeof receipt === 'string' ? receipt : receipt.total).toBe(105);
    expect(await client.call(ShopTools, 'checkout', { cart: 'c-2' })).toMatchObject({ total: 110 });
    expect(await client.call(ShopTools, 'nothing')).toBeUndefined();
    expect(await client.call(ShopTools, 'numbers')).toEqual([1, 2, 3]);
    expect((await client.call(ShopTools, 'picture')).content).toMatchObject([{ type: 'image' }]);
    expect(await client.call(ReportTool, { year: 2026 })).toEqual({ year: 2026, pages: 100 });
    await client.close();
  });

  test('know the name a tool gave itself', async () => {
    const client = await createTestClient(ShopModule, { era, principal: { subject: 'ada' } });
    expect(await client.call(ShopTools, 'who')).toEqual({ subject: 'ada', transport: 'memory' });
    await client.close();
  });

  test('reject with what the client reads, and with the code the server knows', async () => {
    const client = await createTestClient(ShopModule, { era, log: silentLog });
    const refused = await client.call(ShopTools, 'refuse').catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ToolCallError);
    expect(refused).toMatchObject({ message: 'Sold out.', tool: 'refuse', errorCode: 'PORTICO_USER_ERROR' });
    await expect(client.call(ShopTools, 'break')).rejects.toMatchObject({
      message: expect.stringMatching(/^Internal error \(error id/),
      errorCode: 'internal',
    });
    await expect(client.call(ShopTools, 'checkout', {})).rejects.toThrow('cart');
    await client.close();
  });

  test('tell of a method or a class that is no tool', async () => {
    const client = await createTestClient(ShopModule, { era });
    await expect(client.call(ShopTools, 'helper')).rejects.toThrow(
      /ShopTools\.helper is no tool.*'checkout', 'who'/,
    );
    @Injectable()
    class Plain {
      execute() {}
    }
    await expect(client.call(Plain)).rejects.toThrow('Plain is no tool');
    await client.close();
  });
});

test('types: arguments and values come from the class', async () => {
  holds<
    Same<
      ToolValue<ShopTools['checkout']>,
      'Nothing was charged.' | { readonly cart: string; readonly total: number; readonly at: string }
    >
  >(true);
  holds<Same<ToolValue<ShopTools['nothing']>, undefined>>(true);
  holds<Same<ToolValue<ShopTools['numbers']>, readonly number[]>>(true);
  holds<Same<ToolArguments<ShopTools['checkout']>, { readonly cart?: string; readonly tip?: number }>>(true);
  holds<Same<ToolArguments<ReportTool['execute']>, { readonly year?: number }>>(true);
  holds<Same<keyof ToolArguments<ShopTools['who']>, never>>(true);
  holds<Same<Receipt['at'], Date>>(true);

  const client = await createTestClient(ShopModule, { log: silentLog });
  const wrong = [
    // @ts-expect-error -- no such method
    () => client.call(ShopTools, 'chekout'),
    // @ts-expect-error -- a number, and not a text
    () => client.call(ShopTools, 'checkout', { cart: 1 }),
    // @ts-expect-error -- no such property
    () => client.call(ShopTools, 'checkout', { basket: 'c-1' }),
    // @ts-expect-error -- the class has no execute
    () => client.call(Payments, { cart: 'c-1' }),
    // @ts-expect-error -- a year is a number
    () => client.call(ReportTool, { year: 'last' }),
  ];
  for (const call of wrong) await expect(call()).rejects.toThrow();
  await client.close();
});

test('a tool by name and one by class in one class are told apart', async () => {
  @Tool('Both')
  class BothTool {
    execute() {
      return 'the class';
    }
    @Tool('A method') other() {
      return 'the method';
    }
  }
  @Module({ providers: [BothTool] })
  class BothModule {}
  const client = await createTestClient(BothModule);
  expect(await client.call(BothTool)).toBe('the class');
  expect(await client.call(BothTool, 'other')).toBe('the method');
  await client.close();
});
