import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';

const root = new URL('../../', import.meta.url);
const page = readFileSync(new URL('docs/adr/0019-what-agenda-leaves-to-us.md', root), 'utf8');
const rows = [...page.matchAll(/^\| (\d+)\. (.+?) *\|.*\| `(.+?)`: (.+?) *\|$/gm)].map(
  ([, number, trap, file, title]) => ({ number: Number(number), trap: trap!, file: file!, title: title! }),
);

it('twenty traps of the job engine are listed', () => {
  expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
});

it.each(rows)('trap $number, $trap, has its test', ({ file, title }) => {
  expect(readFileSync(new URL(file, root), 'utf8')).toContain(`it('${title}'`);
});
