import { describe, expect, test } from '@jest/globals';
import type { ClientCapabilities } from 'portico';
import { type Person, useModule, ways } from './person.js';
import { CapabilityModule } from './capabilities.fixture.js';

const formCalls = ['elicit', 'elicitOrThrow', 'confirm', 'ask', 'choose', 'chooseMany'];

describe.each(ways)('what the client must be able to do, $name', (way) => {
  const connect = useModule(CapabilityModule, way);
  let person: Person;

  async function attempts(capabilities: ClientCapabilities) {
    person = await connect(capabilities);
    person.reply(() => ({ action: 'cancel' }));
    const { structuredContent } = await person.call('all');
    return Object.entries(structuredContent as Record<string, { code?: string; message?: string }>);
  }

  test('a client without elicitation is asked nothing, and the tool gets a typed error', async () => {
    for (const [call, { code, message }] of await attempts({})) {
      expect(code).toBe('PORTICO_CLIENT_CAPABILITY');
      expect(message).toContain(`ctx.${call} needs a client that declares`);
    }
    expect(person.asked).toEqual([]);
  });

  test.each<ClientCapabilities>([{ elicitation: {} }, { elicitation: { form: {} } }])(
    '%j shows forms only',
    async (given) => {
      const refused = (await attempts(given)).filter(([, { code }]) => code === 'PORTICO_CLIENT_CAPABILITY');
      expect(refused.map(([call]) => call)).toEqual(['elicitUrl']);
      expect(person.asked).toHaveLength(6);
    },
  );

  test('a client may open URLs only', async () => {
    const refused = (await attempts({ elicitation: { url: {} } })).filter(
      ([, { code }]) => code !== undefined,
    );
    expect(refused.map(([call]) => call)).toEqual(formCalls);
    expect(person.asked).toHaveLength(1);
  });

  test('a parameter cannot be asked for either, and the caller reads why', async () => {
    person = await connect({});
    const outcome = await person.call('elicited').catch((error: unknown) => error);
    expect(JSON.stringify(outcome) + String(outcome)).toContain('elicitation.form');
    expect(person.asked).toEqual([]);
  });
});
