import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestClient } from 'portico/testing';
import { NotesModule } from './notes.module.js';
import { NotesTools } from './notes.tools.js';

const ada = { subject: 'ada', scopes: ['notes:read', 'notes:write'] };

test('keeps the notes of who is calling', async () => {
  const client = await createTestClient(NotesModule, { principal: ada });
  await client.call(NotesTools, 'add', { text: 'buy milk' });
  assert.deepEqual(await client.call(NotesTools, 'list'), { notes: ['buy milk'] });
  await client.close();
});

test('refuses to note anything without the scope', async () => {
  const client = await createTestClient(NotesModule, { principal: { ...ada, scopes: ['notes:read'] } });
  assert.deepEqual(await client.call(NotesTools, 'list'), { notes: [] });
  await assert.rejects(client.call(NotesTools, 'add', { text: 'buy milk' }));
  await client.close();
});
