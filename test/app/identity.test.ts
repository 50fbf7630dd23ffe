import { describe, expect, test } from '@jest/globals';
import { lines, localLines, onePerEra, useLine } from '../support/lines.js';
import { LonelyModule } from './identity.fixture.js';

const identity = {
  name: 'orders',
  version: '4.5.6',
  title: 'Orders',
  description: 'All about orders',
  websiteUrl: 'https://example.org/',
  icons: [{ src: 'https://example.org/icon.png', mimeType: 'image/png', sizes: ['48x48'] }],
};
const instructions = 'Ask for orders by their number.';

describe.each(lines)('what a server says about itself, by $name', (line) => {
  const operation = { shutdownTimeout: 1_234, state: { capacity: 4_321 } };
  const used = useLine(line, LonelyModule, { ...identity, instructions, ...operation });

  test('is what it was given for clients, and nothing of how it is run', () => {
    expect(used.client.server).toEqual(identity);
    expect(used.client.instructions).toBe(instructions);
    expect(JSON.stringify(used.client.received)).not.toMatch(/shutdownTimeout|1234|capacity|4321|"log"/);
  });

  test('names the capabilities behind which there is something', () => {
    expect(used.client.capabilities).toMatchObject({ logging: {}, tools: {} });
    expect(Object.keys(used.client.capabilities)).not.toEqual(expect.arrayContaining(['prompts']));
    expect(Object.keys(used.client.capabilities)).not.toEqual(expect.arrayContaining(['resources']));
  });
});

describe.each(onePerEra(localLines))('a server that says no more than it must, by $name', (line) => {
  const used = useLine(line, LonelyModule);

  test('has a name and a version', () => {
    expect(used.client.server).toEqual({ name: 'fixture', version: '1.2.3' });
    expect(used.client.instructions).toBeUndefined();
  });
});
