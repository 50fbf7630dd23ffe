import 'reflect-metadata';
import { PorticoFactory, type PorticoOptions } from 'portico';
import { CrowdModule } from './crowd.fixture.js';
import { runtimeOf, toolCall } from './task-support.js';

/** What the parent process may ask of a server: a member of its task runner, and what to call it with. */
export type CrowdRequest =
  | { readonly id: number; readonly call: 'submit'; readonly args: object }
  | { readonly id: number; readonly call: 'get' | 'cancel'; readonly task: string }
  | { readonly id: number; readonly call: 'answer'; readonly task: string; readonly answers: object };

export interface CrowdReply {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

/** A server or a worker of its own: `node crowd-process.js <options as JSON>`, asked by messages of its parent. */
const options = JSON.parse(process.argv[2]!) as PorticoOptions;
const app = await PorticoFactory.create(CrowdModule, options);
if (options.role === 'worker') await app.work();
const { tasks } = runtimeOf(app);

process.on('message', (request: CrowdRequest) => {
  void answer(request).then(
    (value) => process.send!({ id: request.id, value } satisfies CrowdReply),
    (error: unknown) => process.send!({ id: request.id, error: String(error) } satisfies CrowdReply),
  );
});
process.once('disconnect', () => void app.close());
process.send!({ id: 0 } satisfies CrowdReply);

async function answer(request: CrowdRequest): Promise<unknown> {
  switch (request.call) {
    case 'submit':
      return tasks.submit(toolCall('member', request.args));
    case 'get':
      return tasks.get(request.task, '');
    case 'cancel':
      return tasks.cancel(request.task, '');
    case 'answer':
      return tasks.answer(request.task, '', request.answers as Record<string, unknown>);
  }
}
