import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DevProcess } from '../dashboard/dev-process.js';
import { watchPage, type PageWatch } from '../dashboard/page-watch.js';
import { eventually } from '../support/eventually.js';

/* What the page asks for while there is no server to do it must not be waited for. */

let dev: DevProcess;
let watch: PageWatch;

beforeAll(async () => {
  dev = new DevProcess(['--http', '--port', '0', '--dashboard-port', '0']);
  await dev.start();
  watch = watchPage(dev);
}, 120_000);

afterAll(async () => {
  watch?.stop();
  await dev?.stop();
});

const soon = <T>(assertion: () => T): Promise<T> => eventually(assertion, 60_000);

async function ask(command: object): Promise<void> {
  const { base, key } = dev.door;
  const response = await fetch(`${base}/api/commands`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(command),
  });
  expect(response.status).toBe(202);
}

const trial = (id: string) => ({
  type: 'try',
  trial: { id, kind: 'tool', name: 'greet', arguments: { guest: 'Ada' }, era: 'stateless' },
});

test('a call of the page ends while the server starts, and when it has failed, which is still told', async () => {
  dev.edit('main.ts', (text) =>
    text.replace('const app', 'await new Promise((resolve) => setTimeout(resolve, 3_600_000));\nconst app'),
  );
  await soon(() => expect(watch.view.server).toMatchObject({ status: 'starting', starts: 2 }));
  await ask(trial('too-early'));
  expect(await soon(() => watch.trial('too-early'))).toMatchObject({
    isError: true,
    text: expect.stringContaining('has not started yet') as unknown,
  });

  dev.edit('main.ts', (text) => text.replace(/await new Promise.*;/, 'process.exit(3);'));
  const failed = { status: 'stopped', starts: 3, exit: 'exit code 3' };
  await soon(() => expect(watch.view.server).toMatchObject(failed));
  await ask(trial('too-late'));
  expect(await soon(() => watch.trial('too-late'))).toMatchObject({ isError: true });
  await ask({ type: 'cancel-task', task: 'nobody' });
  await soon(() => expect(watch.view.trouble).toBe('The server does not run.'));
  expect(watch.view.server).toMatchObject(failed);

  await ask(trial('again'));
  await soon(() => watch.trial('again'));
  expect(watch.view.trouble ?? undefined).toBeUndefined();
}, 200_000);
