import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../support/free-port.js';
import { redisUrl } from '../support/services.js';
import { pack, quiet, root, run } from './newcomer.js';
import { commandBlocks, shownPattern, type CommandBlock } from './readme-commands.js';
import { Terminal } from './terminal.js';

/*
 * The commands of each sample's README, as they are written, in a copy of the samples with the package as it would be
 * published. CONTRIBUTING.md says how a README tells what is a server and what is shown. Only the port differs: 3000 may
 * be taken on this machine.
 */

const source = path.join(root, 'samples');
const samples = readdirSync(source).filter((name) => !name.includes('.'));
const isOfSample = (file: string) => !/[/\\](?:node_modules|dist|\.portico)$/.test(file);
let folder: string;

/** One folder with all samples as workspaces, so that what they need is installed once. */
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'portico-samples-'));
  for (const name of samples)
    cpSync(path.join(source, name), path.join(folder, name), { recursive: true, filter: isOfSample });
  const dependencies = { portico: `file:./${pack(folder)}` };
  writeFileSync(
    path.join(folder, 'package.json'),
    JSON.stringify({ private: true, workspaces: samples, dependencies }),
  );
  run(folder, 'npm', ['install', ...quiet], environment());
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.concurrent.each(samples)('the commands of samples/%s/README.md', async (name) => {
  const readme = readFileSync(path.join(source, name, 'README.md'), 'utf8');
  const port = String(await freePort());
  const blocks = commandBlocks(readme.replaceAll(/\b3000\b/g, port));
  expect(blocks).not.toEqual([]);
  await follow(path.join(folder, name), { ...environment(), PORT: port, PORTICO_PORT: port }, blocks);
});

/** Runs the blocks as a reader would, with a new terminal for each; the first failure says which one it was. */
async function follow(cwd: string, env: NodeJS.ProcessEnv, blocks: readonly CommandBlock[]): Promise<void> {
  const serving: Terminal[] = [];
  const interrupt = async () => void (await Promise.all(serving.splice(0).map((each) => each.interrupt())));
  try {
    for (const block of blocks)
      try {
        if (block.serves === 'one') await interrupt();
        const terminal = new Terminal(cwd, block.script, env);
        const shown = block.shown === undefined ? undefined : shownPattern(block.shown);
        if (block.serves) {
          serving.push(terminal);
          await terminal.shows(shown ?? /listening on http/);
        } else {
          expect(await terminal.end()).toMatch(shown ?? /^/);
        }
      } catch (error) {
        throw new Error(`README.md:${block.line}\n${block.script}\n${(error as Error).message}`, {
          cause: error,
        });
      }
  } finally {
    await interrupt();
  }
}

/** That of a newcomer: nothing of what runs this test. */
function environment(): NodeJS.ProcessEnv {
  const own = /^(?:PORTICO_|JEST_|npm_|NODE_ENV$|NODE_OPTIONS$|FORCE_COLOR$)/i;
  const kept = Object.entries(process.env).filter(([name]) => !own.test(name));
  return { ...Object.fromEntries(kept), NO_COLOR: '1', REDIS_URL: redisUrl };
}
