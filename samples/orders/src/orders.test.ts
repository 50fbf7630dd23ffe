import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { accept, createTestClient, onBothEras } from 'portico/testing';
import { CartTools } from './cart.tools.js';
import { CheckoutTool } from './checkout.tool.js';
import { OrdersModule } from './orders.module.js';
import { Till } from './till.js';

const form = accept({ name: 'Ada', place: 'terrace' });

onBothEras(describe)('the coffee bar', (era) => {
  test('remembers the cart, asks, and charges', async () => {
    const client = await createTestClient(OrdersModule, { era, onElicit: [form, accept(true)] });
    await client.call(CartTools, 'add', { item: 'espresso', quantity: 2 });
    const { total } = await client.call(CartTools, 'add', { item: 'croissant' });
    assert.equal(total, '€ 7.20');

    assert.deepEqual(await client.call(CheckoutTool), {
      receipt: 1,
      total: '€ 7.20',
      name: 'Ada',
      place: 'terrace',
    });
    assert.deepEqual(
      client.questions.map(({ message }) => message),
      ['For whom is it?', 'Ada, may we charge € 7.20?'],
    );
    await client.close();
  });

  test('charges nothing when the customer says no', async () => {
    const client = await createTestClient(OrdersModule, { era, onElicit: [form, accept(false)] });
    await client.call(CartTools, 'add', { item: 'espresso' });
    assert.equal(await client.call(CheckoutTool), 'Nothing was ordered.');
    assert.equal(client.app.get(Till).charges, 0);
    await client.close();
  });
});

test('charges once, although the method runs again for each answer', async () => {
  const client = await createTestClient(OrdersModule, {
    onElicit: [form, accept(true)],
    interaction: { mode: 'replay' },
  });
  await client.call(CartTools, 'add', { item: 'cappuccino' });
  await client.call(CheckoutTool);
  assert.equal(client.app.get(Till).charges, 1);
  await client.close();
});

test('says what is missing', async () => {
  const client = await createTestClient(OrdersModule);
  await assert.rejects(client.call(CheckoutTool), /The cart is empty: add something first/);
  await client.close();
});
