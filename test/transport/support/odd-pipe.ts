import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { eventually } from '../../support/eventually.js';
import type { Fixture } from '../../support/fixture.js';
import { serverCommand, type ServerOptions } from '../../support/servers.js';
import type { Message } from './raw-http.js';
import { PipeModule } from './pipe.fixture.js';

/** What is waited for where nothing may come, in ms. */
const SILENCE = 60;

/** A server, of odd tools where nothing else is said, in a process of its own, and what it says on its pipe to whatever is written there. */
export class OddPipe {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly heard: Message[] = [];
  private rest = '';
  private told = '';
  private fences = 0;

  constructor(options: ServerOptions, module: Fixture = PipeModule) {
    const { command, args, env } = serverCommand(module, options);
    this.child = spawn(command, args, { env, stdio: 'pipe' });
    this.child.stderr.setEncoding('utf8').on('data', (text: string) => (this.told += text));
    this.child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const lines = (this.rest + text).split('\n');
      this.rest = lines.pop()!;
      for (const line of lines) this.heard.push(JSON.parse(line) as Message);
    });
  }

  /** What the operator reads, without what differs from run to run. */
  get log(): readonly string[] {
    return this.told
      .split('\n')
      .filter((line) => line.startsWith('[portico] '))
      .map((line) => line.replace(/\([0-9a-f]{12}\)|error [0-9a-f]{12}/g, '#'))
      .sort();
  }

  /** Writes messages in one go, and takes what is said until all that are requests are answered, or will never be. */
  async say(...messages: readonly unknown[]): Promise<readonly Message[]> {
    this.write(messages);
    const ids = messages.flatMap(idOf);
    const areAnswered = (): boolean => ids.every((id) => this.isAnswered(id));
    if (ids.length > 0 && (await isSoon(areAnswered))) return this.take();
    const fence = `fence ${this.fences++}`;
    this.write([{ jsonrpc: '2.0', id: fence, method: fence }]);
    await eventually(() => {
      if (!this.isAnswered(JSON.stringify(fence))) throw new Error(`silence; ${this.told}`);
    });
    await setTimeout(SILENCE);
    return this.take().filter(({ id }) => id !== fence);
  }

  /** Waits for a message, and takes all that was said until then. */
  async hear(isIt: (message: Message) => boolean): Promise<readonly Message[]> {
    await eventually(() => {
      if (!this.heard.some(isIt)) throw new Error(`silence; ${JSON.stringify(this.heard)} ${this.told}`);
    });
    return this.take();
  }

  write(messages: readonly unknown[]): void {
    const lines = messages.map((message) =>
      typeof message === 'string' ? message : JSON.stringify(message),
    );
    this.child.stdin.write(`${lines.join('\n')}\n`);
  }

  async close(): Promise<void> {
    const exited = once(this.child, 'exit');
    this.child.stdin.end();
    await exited;
  }

  private isAnswered(id: string): boolean {
    return this.heard.some((message) => !message.method && JSON.stringify(message.id) === id);
  }

  private take(): readonly Message[] {
    return this.heard.splice(0);
  }
}

/** The id of a request as JSON; none where it is no request. */
function idOf(message: unknown): readonly string[] {
  try {
    const value = (typeof message === 'string' ? JSON.parse(message) : message) as Message | null;
    return value?.method !== undefined && value.id !== undefined ? [JSON.stringify(value.id)] : [];
  } catch {
    return [];
  }
}

async function isSoon(condition: () => boolean): Promise<boolean> {
  for (let waited = 0; waited < SILENCE; waited++) {
    if (condition()) return true;
    await setTimeout(1);
  }
  return condition();
}
