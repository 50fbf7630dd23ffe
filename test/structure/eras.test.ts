import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

/* What differs between revisions is known in protocol/ alone; everywhere else an exchange or its peer is asked. */

const root = fileURLToPath(new URL('../../src', import.meta.url));

/** A decision by the era: a comparison, a switch, a table. */
const DECISION =
  /\bera\b(?:\?\.\w+)?\s*[!=]==?|[!=]==?\s*(?:\w+\.)*era\b|switch\s*\([^)]*\bera\b|\[(?:\w+\.)*era\]/;

/** Who may decide, and why. */
const legitimate: Readonly<Record<string, string>> = {
  'cli/call/open-client.ts': 'the command is a client, and is told which revision to speak',
  'testing/clients/open-line.ts': 'a test says which client it wants',
  'testing/create-test-client.ts': 'a test says which client it wants',
  'transport/http/stateless-engine.ts': 'reads what the engine calls an era, and names the line after it',
  'transport/memory.ts': 'reads what the engine calls an era, and names the line after it',
  'transport/stdio/listen-stdio.ts': 'reads what the engine calls an era, and names the line after it',
};

const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((file) => file.split(path.sep).join('/'))
  .filter((file) => file.endsWith('.ts') && !file.startsWith('protocol/'));

test('nobody but the protocol decides by the era', () => {
  const deciding = files.filter((file) => DECISION.test(readFileSync(path.join(root, file), 'utf8')));
  expect(deciding.sort()).toEqual(Object.keys(legitimate).sort());
});

test.each([
  ["if (exchange.era === 'session')", true],
  ["'session' !== line.era", true],
  ['switch (era) {', true],
  ['codes[kind][era]', true],
  ['const { era } = exchange;', false],
  ['return this.#exchange.era;', false],
])('a decision by the era is recognised: %s', (text, isOne) => {
  expect(DECISION.test(text)).toBe(isOne);
});
