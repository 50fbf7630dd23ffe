import type { PorticoApp } from '../app/portico-app.js';
import type { Class } from '../common/class.js';
import type { PromptOutcome, ReadOutcome, ToolOutcome } from '../common/content/content.js';
import { PorticoError } from '../common/portico-error.js';
import type { Era } from '../context/exchange.js';
import type {
  PromptEntry,
  ResourceEntry,
  ResourceTemplateEntry,
  ToolEntry,
} from '../context/resources/list-entries.js';
import type { TaskClient } from '../protocol/task-client/task-client.js';
import type { Answering } from './answers/answering.js';
import { takeErrorCode } from './calls/error-code.js';
import { toolName } from './calls/tool-name.js';
import { valueOf } from './calls/value-of.js';
import type { AdapterCallOptions, ClientAdapter } from './clients/client-adapter.js';
import type { Received } from './events/received.js';
import { TestTask } from './tasks/test-task.js';
import type { TestCallOptions, TestClient } from './test-client.js';

type Arguments = Readonly<Record<string, unknown>>;

/** What a connected test client consists of. */
export interface ConnectedParts {
  readonly app: PorticoApp;
  readonly era: Era;
  readonly client: ClientAdapter;
  readonly tasks: TaskClient;
  readonly received: Received;
  readonly answering: Answering;
  readonly close: () => Promise<void>;
}

/** The test client over an official client of either generation. */
export class ConnectedClient {
  readonly app: PorticoApp;
  readonly era: Era;
  readonly logs: TestClient['logs'];
  readonly progress: TestClient['progress'];
  readonly events: TestClient['events'];
  readonly questions: TestClient['questions'];
  readonly samples: TestClient['samples'];

  constructor(private readonly parts: ConnectedParts) {
    ({ app: this.app, era: this.era } = parts);
    ({ logs: this.logs, progress: this.progress, events: this.events } = parts.received);
    ({ questions: this.questions, samples: this.samples } = parts.answering);
  }

  async listTools(): Promise<readonly ToolEntry[]> {
    return (await this.parts.client.listTools()).tools as readonly ToolEntry[];
  }

  async listResources(): Promise<readonly ResourceEntry[]> {
    return (await this.parts.client.listResources()).resources as readonly ResourceEntry[];
  }

  async listResourceTemplates(): Promise<readonly ResourceTemplateEntry[]> {
    const { resourceTemplates } = await this.parts.client.listResourceTemplates();
    return resourceTemplates as readonly ResourceTemplateEntry[];
  }

  async listPrompts(): Promise<readonly PromptEntry[]> {
    return (await this.parts.client.listPrompts()).prompts as readonly PromptEntry[];
  }

  async callTool(name: string, args: Arguments = {}, options: TestCallOptions = {}): Promise<ToolOutcome> {
    const called = this.parts.client.callTool(name, args, this.heard(options));
    return takeErrorCode(await this.answered(called as Promise<ToolOutcome>));
  }

  async readResource(uri: string): Promise<ReadOutcome> {
    return this.answered(this.parts.client.readResource(uri, this.heard()) as Promise<ReadOutcome>);
  }

  async getPrompt(name: string, args: Readonly<Record<string, string>> = {}): Promise<PromptOutcome> {
    return this.answered(this.parts.client.getPrompt(name, args, this.heard()) as Promise<PromptOutcome>);
  }

  async call(type: Class, ...words: unknown[]): Promise<unknown> {
    const { method, rest } = split(words);
    const [args, options] = rest as [Arguments | undefined, TestCallOptions | undefined];
    const name = toolName(type, method);
    return valueOf(name, await this.callTool(name, args, options));
  }

  async startTask(target: string | Class, ...words: unknown[]): Promise<TestTask> {
    const { method, rest } = typeof target === 'string' ? { rest: words } : split(words);
    const name = typeof target === 'string' ? target : toolName(target, method);
    const { tasks, answering } = this.parts;
    const started = await this.answered(tasks.start(name, (rest[0] as Arguments | undefined) ?? {}));
    if (started.kind === 'task')
      return new TestTask(tasks, name, started.task.id, () => answering.throwProblem());
    throw new PorticoError(
      'PORTICO_TEST_CLIENT',
      `The call of '${name}' became no task: it was answered at once. Give its @Tool the option task.`,
    );
  }

  subscribe(...uris: readonly string[]): Promise<void> {
    return this.parts.client.subscribe(uris);
  }

  until(holds: () => unknown, ms?: number): Promise<void> {
    return this.parts.received.until(holds, ms);
  }

  close(): Promise<void> {
    return this.parts.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  private heard({ onProgress, signal }: TestCallOptions = {}): AdapterCallOptions {
    return {
      signal,
      onProgress: ({ progress, total, message }) => {
        const step = {
          progress,
          ...(total !== undefined && { total }),
          ...(message !== undefined && { message }),
        };
        this.parts.received.step(step);
        onProgress?.(step);
      },
    };
  }

  /** What a script could not answer is the test's mistake, whatever the server made of it. */
  private async answered<T>(request: Promise<T>): Promise<T> {
    try {
      return await request;
    } finally {
      this.parts.answering.throwProblem();
    }
  }
}

/** After the class comes the method, unless the class is the tool. */
function split(words: readonly unknown[]): { readonly method?: string; readonly rest: readonly unknown[] } {
  const [first, ...rest] = words;
  return typeof first === 'string' ? { method: first, rest } : { rest: words };
}
