import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestClient, type AskedForm, type FormAnswer } from 'portico/testing';
import { OrdersModule } from './orders.module.js';
import { Till } from './till.js';

/** A customer who answers the form, and then says yes or no. */
const customer =
  (agrees: boolean) =>
  ({ message }: AskedForm): FormAnswer =>
    message === 'For whom is it?'
      ? { action: 'accept', content: { name: 'Ada', place: 'terrace' } }
      : { action: 'accept', content: { value: agrees } };

for (const era of ['session', 'stateless'] as const) {
  test(`remembers the cart, asks, and charges (${era})`, async () => {
    const client = await createTestClient(OrdersModule, { era, onElicit: customer(true) });
    await client.callTool('add', { item: 'espresso', quantity: 2 });
    const filled = await client.callTool('add', { item: 'croissant' });
    const cart = [
      { item: 'espresso', quantity: 2 },
      { item: 'croissant', quantity: 1 },
    ];
    assert.deepEqual(filled.structuredContent, { cart, total: '€ 7.20' });

    const ordered = await client.callTool('checkout');
    assert.deepEqual(ordered.structuredContent, {
      receipt: 1,
      total: '€ 7.20',
      name: 'Ada',
      place: 'terrace',
    });
    await client.close();
  });

  test(`charges nothing when the customer says no (${era})`, async () => {
    const client = await createTestClient(OrdersModule, { era, onElicit: customer(false) });
    await client.callTool('add', { item: 'espresso' });
    const { content } = await client.callTool('checkout');
    assert.deepEqual(content, [{ type: 'text', text: 'Nothing was ordered.' }]);
    assert.equal(client.app.get(Till).charges, 0);
    await client.close();
  });
}

test('charges once, although the method runs again for each answer', async () => {
  const client = await createTestClient(OrdersModule, {
    onElicit: customer(true),
    interaction: { mode: 'replay' },
  });
  await client.callTool('add', { item: 'cappuccino' });
  await client.callTool('checkout');
  assert.equal(client.app.get(Till).charges, 1);
  await client.close();
});

test('says what is missing', async () => {
  const client = await createTestClient(OrdersModule, { onElicit: customer(true) });
  const { isError, content } = await client.callTool('checkout');
  assert.equal(isError, true);
  assert.deepEqual(content, [{ type: 'text', text: 'The cart is empty: add something first.' }]);
  await client.close();
});
