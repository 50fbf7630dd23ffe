import { beforeEach, describe, expect, test } from '@jest/globals';
import { specTypeSchemas } from '@modelcontextprotocol/server';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { type Person, useModule, ways } from './person.js';
import { UrlModule } from './url.fixture.js';

describe.each(ways)('URLs, $name', (way) => {
  const { era } = way;
  const connect = useModule(UrlModule, way);
  const hasIds = era === 'session';
  let person: Person;
  beforeEach(async () => {
    person = await connect();
    person.reply(() => ({ action: 'accept' }));
  });

  test.each(['accept', 'decline', 'cancel'] as const)('the person may %s', async (action) => {
    person.reply(() => ({ action }));
    expect((await person.call('open')).structuredContent).toEqual({ value: action });
    expect(person.asked).toEqual([
      {
        mode: 'url',
        message: 'Please pay.',
        url: 'https://pay.example/orders/7',
        ...(hasIds && { elicitationId: expect.stringMatching(/^[\da-f-]{36}$/) }),
      },
    ]);
    const request = { method: 'elicitation/create', params: person.asked[0] };
    if (!hasIds) return;
    expect(ElicitRequestSchema.parse(request)).toEqual(request);
    expect(specTypeSchemas.ElicitRequest['~standard'].validate(request)).toEqual({ value: request });
  });

  test('every matter has an id of its own, or the one its author gives it', async () => {
    await person.call('open');
    await person.call('open');
    await person.call('open', { elicitationId: 'order-7' });
    const ids = person.asked.map(({ elicitationId }) => elicitationId);
    expect(new Set(ids).size).toBe(hasIds ? 3 : 1);
    expect(ids[2]).toBe(hasIds ? 'order-7' : undefined);
  });

  test('a client with ids is told once that the matter is done', async () => {
    await person.call('open', { elicitationId: 'order-7', complete: true });
    const completions = person.notified.filter(
      ({ method }) => method === 'notifications/elicitation/complete',
    );
    expect(completions).toEqual(
      hasIds ? [{ method: 'notifications/elicitation/complete', params: { elicitationId: 'order-7' } }] : [],
    );
  });

  test('a client whose user declined is told nothing', async () => {
    person.reply(() => ({ action: 'decline' }));
    await person.call('open', { complete: true });
    expect(person.notified).toEqual([]);
  });

  test('a URL object will do', async () => {
    expect((await person.call('object')).structuredContent).toEqual({ value: 'accept' });
    expect(person.asked[0]?.url).toBe('https://pay.example/a?b=c');
  });

  test.each(['pay.example', '/orders/7', '', 'javascript:alert(1)', 'file:///etc/passwd'])(
    '%j is refused before anything is sent',
    async (url) => {
      expect((await person.call('open', { url })).structuredContent).toMatchObject({
        code: 'PORTICO_ELICIT_URL',
        message: expect.stringContaining(JSON.stringify(url)),
      });
      expect(person.asked).toEqual([]);
    },
  );
});
