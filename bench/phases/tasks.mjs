/** Background work per second: `bench/jobs.mjs` on SQLite, in a process of its own. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export async function taskSection(say) {
  const file = fileURLToPath(new URL('../jobs.mjs', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [file, 'sqlite']);
  say('tasks');
  return {
    title: 'Background work',
    text: stdout
      .trim()
      .split('\n')
      .map((line) => `- ${line}`)
      .join('\n'),
  };
}
