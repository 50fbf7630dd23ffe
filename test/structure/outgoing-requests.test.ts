import { expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../../src');

/** Where addresses come from whoever runs the server, never from a client. */
const ALLOWED = [/^identity\//, /^context\/sampling\/openai\//, /^cli\//, /^testing\//, /^storage\//];

it('nothing in the server opens an address: no client can make it ask others for something', () => {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  const asking = files.filter((file) => {
    const code = readFileSync(path.join(root, file), 'utf8')
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .replace(/\/\/.*$/gm, '');
    return /(?:await|return|[=>(,])\s*fetch\(|\bhttps?\.(?:get|request)\(|from 'undici'/.test(code);
  });
  expect(asking.filter((file) => !ALLOWED.some((allowed) => allowed.test(file)))).toEqual([]);
});
