import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath, pathToFileURL } from 'node:url';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { compiled } from '../support/fixture.js';

const program = fileURLToPath(compiled(new URL('forked.program.ts', import.meta.url).href));
const attachment = pathToFileURL(path.resolve('dist/cli/dashboard/watch/attach.js')).href;

test('what a watched program forks tells it nothing of its own accord', async () => {
  const child = spawn(process.execPath, ['--import', `${attachment}?dev=${process.pid}`, program], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  let told = '';
  child.stdout!.setEncoding('utf8').on('data', (text: string) => (told += text));
  const [code] = (await once(child, 'close')) as [number];
  expect({ code, told: JSON.parse(told) as unknown }).toEqual({ code: 0, told: ['done'] });
}, 60_000);
