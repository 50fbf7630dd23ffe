import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { Context, Injectable, Module, Tool } from 'portico';
import { createTestClient, type TestClient } from 'portico/testing';
import { RecordedLog } from '../support/recorded-log.js';

const SECRET = 'hunter2-9f8e7d';
const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl';

class BankError extends Error {
  readonly config = { headers: { Authorization: `Bearer ${SECRET}` }, url: 'https://bank.example' };
}

/** One for each place a secret is found in; each also says something that stays. */
const plain = {
  progressToken: 7,
  maxTokens: 100,
  secretary: 'Bob',
  at: '12:30',
  url: 'https://a.example/b?c=d@e',
};

const said: Readonly<Record<string, readonly [message: string, data?: unknown]>> = {
  'nothing secret': ['tokens used: 17', plain],
  'the value of a property': ['kept', { user: 'Ada', password: SECRET }],
  'properties in other spellings': [
    'kept',
    [{ 'X-Api-Key': SECRET }, { refreshToken: SECRET }, { db_password: SECRET }],
  ],
  'a property far down': ['kept', { a: [{ b: { c: { clientSecret: { value: SECRET } } } }] }],
  'a bearer token': [`kept: sent Authorization: Bearer ${SECRET}`],
  'credentials in a URL': [`kept: connecting to postgres://app:${SECRET}@db.example/orders`],
  'a pair in a text': [`kept, password=${SECRET}&user=ada`],
  'JSON in a text': [`kept ${JSON.stringify({ token: SECRET, user: 'ada' })}`],
  'a JSON Web Token': [`kept: got ${JWT}`],
  'a private key': [`kept\n-----BEGIN RSA PRIVATE KEY-----\n${SECRET}\n-----END RSA PRIVATE KEY-----`],
  'a name of your own': ['kept', { Iban: SECRET }],
  'a pattern of your own': [`kept, card ${SECRET}`],
};

@Injectable()
class Speaker {
  @Tool({ description: 'Speaks', input: { type: 'object', properties: { of: { type: 'string' } } } })
  async speak({ of }: { of: string }, ctx: Context): Promise<string> {
    const [message, data] = said[of]!;
    await ctx.warning(message, data);
    return 'spoken';
  }

  @Tool('Fails with what a client library threw')
  fail(): string {
    throw new BankError(`no answer from https://ada:${SECRET}@bank.example`, {
      cause: { request: { cookie: SECRET } },
    });
  }
}

@Module({ providers: [Speaker] })
class SpeakerModule {}

const redact = { keys: ['IBAN'], patterns: [/card \S+/] };

describe.each(['session', 'stateless'] as const)('what a client is told (%s)', (era) => {
  it.each(Object.keys(said).slice(1))('O3: hides %s', async (of) => {
    const client: TestClient = await createTestClient(SpeakerModule, { era, redact });
    await client.callTool('speak', { of });
    const told = JSON.stringify(client.logs);
    expect(told).toContain('kept');
    expect(told).toContain('[hidden]');
    expect(told).not.toContain(SECRET);
    expect(told).not.toContain(JWT);
    await client.close();
  });

  it('says what is no secret word for word', async () => {
    const client = await createTestClient(SpeakerModule, { era });
    await client.callTool('speak', { of: 'nothing secret' });
    expect(client.logs).toMatchObject([{ data: { message: 'tokens used: 17', data: plain } }]);
    await client.close();
  });
});

it('hides secrets in errors that go to the log, and keeps the rest of them', async () => {
  const log = new RecordedLog();
  const client = await createTestClient(SpeakerModule, { log });
  const result = await client.callTool('fail');
  expect(JSON.stringify(result)).not.toContain(SECRET);
  expect(log.text).toContain('BankError');
  expect(log.text).toContain('redaction.test.ts');
  expect(log.text).toContain('https://bank.example');
  expect(log.text).not.toContain(SECRET);
  await client.close();
});

it('hides a secret wherever it stands in any data', async () => {
  const client = await createTestClient(SpeakerModule, {});
  const names = fc.constantFrom('password', 'apiKey', 'X-Auth-Token', 'Cookie', 'client_secret');
  const data = fc.letrec<{ node: unknown }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 5 },
      fc.tuple(names, fc.anything({ maxDepth: 1 })).map(([name, value]) => ({ [name]: [SECRET, value] })),
      fc.dictionary(fc.string(), tie('node'), { maxKeys: 3 }),
      fc.array(tie('node'), { maxLength: 3 }),
    ),
  })).node;
  const { Redactor } = await import('../../src/common/redaction/redactor.js');
  fc.assert(
    fc.property(data, (value) => {
      expect(
        JSON.stringify(new Redactor().value(value), (_key, item: unknown) =>
          typeof item === 'bigint' ? '' : item,
        ),
      ).not.toContain(SECRET);
    }),
    { numRuns: 500 },
  );
  await client.close();
});
