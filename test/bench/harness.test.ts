import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

/*
 * What is asserted is that the harness measures and that it looks at the answers. How long anything took is none of a test's
 * business.
 */

const run = promisify(execFile);
const file = (name: string) => fileURLToPath(new URL(`../../bench/${name}`, import.meta.url));

interface Cell {
  readonly mode: string;
  readonly operation: string;
  readonly rounds: Record<string, readonly { calls: number; cpu: number; p50: number; events: number }[]>;
}

test('a short run measures every contender in every cell, and loses no event', async () => {
  const out = mkdtempSync(path.join(tmpdir(), 'portico-bench-'));
  try {
    const short = ['--rounds', '1', '--slice', '60', '--warm-up', '40', '--out', out];
    await run(process.execPath, [file('run.mjs'), '--only', 'limit,sdk2,portico', ...short]);
    const { cells } = JSON.parse(readFileSync(path.join(out, 'quick.json'), 'utf8')) as { cells: Cell[] };
    expect(new Set(cells.map(({ mode }) => mode))).toEqual(
      new Set(['sessions', 'stateless', '2026-07-28', 'stdio']),
    );
    for (const { operation, rounds } of cells) {
      expect(Object.keys(rounds)).toEqual(['limit', 'sdk2', 'portico']);
      for (const [round] of Object.values(rounds)) {
        expect(round!.calls).toBeGreaterThan(0);
        expect(round!.cpu).toBeGreaterThan(0);
        expect(round!.p50).toBeGreaterThan(0);
        if (operation !== 'ctx_work') expect(round!.events).toBe(0);
      }
    }
    const heard = cells.filter(({ operation }) => operation === 'ctx_work');
    expect(heard.length).toBeGreaterThan(0);
    for (const { rounds } of heard)
      for (const [round] of Object.values(rounds)) expect(round!.events).toBe(4);
    expect(readFileSync(path.join(out, 'quick.md'), 'utf8')).toContain('| `portico` |');
    expect(readFileSync(path.join(out, 'quick.svg'), 'utf8')).toMatch(
      /^<svg [\s\S]*portico[\s\S]*<\/svg>\n$/,
    );
  } finally {
    rmSync(out, { recursive: true });
  }
}, 120_000);

test.each([
  ['a wrong answer', { BENCH_WRONG: 'text' }, /limit, sessions: echo is answered wrong: it lacks/],
  ['what should have been refused', { BENCH_WRONG: 'judgement' }, /limit, sessions: bad is answered wrong/],
])(
  '%s ends the run',
  async (_what, env, expected) => {
    const short = ['--only', 'limit', '--modes', 'sessions', '--rounds', '1', '--slice', '30'];
    await expect(
      run(process.execPath, [file('run.mjs'), ...short], { env: { ...process.env, ...env } }),
    ).rejects.toThrow(expected);
  },
  60_000,
);

test('a start is measured up to a right answer', async () => {
  const { stdout } = await run(process.execPath, [file('startup.mjs'), '1']);
  for (const name of [
    'limit, HTTP',
    'sdk2, stdio',
    'portico, HTTP, JSON Schema',
    'portico, stdio, class-validator',
  ])
    expect(stdout).toMatch(new RegExp(`^${name} +\\d+ ms .*\\d+ MB$`, 'm'));
}, 60_000);
