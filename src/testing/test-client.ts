import type { PorticoApp } from '../app/portico-app.js';
import type { Class } from '../common/class.js';
import type { PromptOutcome, ReadOutcome, ToolOutcome } from '../common/content/content.js';
import type { Era } from '../context/exchange.js';
import type {
  PromptEntry,
  ResourceEntry,
  ResourceTemplateEntry,
  ToolEntry,
} from '../context/resources/list-entries.js';
import type { AskedSample } from './answers/client-answers.js';
import type { AskedForm } from './answers/form-answers.js';
import type { MethodOf, ToolArguments, ToolClass, ToolValue } from './calls/tool-types.js';
import type { ReceivedEvent, ReceivedLog, ReceivedProgress } from './events/received.js';
import type { TestTask } from './tasks/test-task.js';

export interface TestCallOptions {
  readonly onProgress?: (progress: ReceivedProgress) => void;
  readonly signal?: AbortSignal;
}

/** A real client, connected to an application within this process. */
export interface TestClient {
  readonly app: PorticoApp;
  readonly era: Era;
  /** Every log message received so far. */
  readonly logs: readonly ReceivedLog[];
  /** Every step of progress received so far, of all calls. */
  readonly progress: readonly ReceivedProgress[];
  /** News received so far; see {@link subscribe}. */
  readonly events: readonly ReceivedEvent[];
  /** Every question the server asked so far. */
  readonly questions: readonly AskedForm[];
  /** Everything the server asked the client's model so far. */
  readonly samples: readonly AskedSample[];
  listTools(): Promise<readonly ToolEntry[]>;
  listResources(): Promise<readonly ResourceEntry[]>;
  listResourceTemplates(): Promise<readonly ResourceTemplateEntry[]>;
  listPrompts(): Promise<readonly PromptEntry[]>;
  callTool(
    name: string,
    args?: Readonly<Record<string, unknown>>,
    options?: TestCallOptions,
  ): Promise<ToolOutcome>;
  /**
   * Calls a tool by its class, over the protocol like any other call, and gives what the method returned as a client reads
   * it: data, a text, or nothing. The compiler knows names and types; what must be given is judged by the server.
   *
   * @throws ToolCallError where the tool answers with an error
   * @example
   * ```ts
   * const receipt = await client.call(OrderTools, 'checkout', { cart: 'c-1' });
   * const report = await client.call(ReportTool, { year: 2026 }); // @Tool on the class
   * ```
   */
  call<T extends object, M extends MethodOf<T>>(
    type: Class<T>,
    method: M,
    args?: ToolArguments<T[M]>,
    options?: TestCallOptions,
  ): Promise<ToolValue<T[M]>>;
  call<C extends ToolClass>(
    type: C,
    args?: ToolArguments<InstanceType<C>['execute']>,
    options?: TestCallOptions,
  ): Promise<ToolValue<InstanceType<C>['execute']>>;
  /**
   * Calls a tool that runs as a background task (`@Tool({ task: … })`), by its name or its class.
   *
   * @throws PorticoError `PORTICO_TEST_CLIENT` where the call became no task
   */
  startTask(name: string, args?: Readonly<Record<string, unknown>>): Promise<TestTask>;
  startTask<T extends object, M extends MethodOf<T>>(
    type: Class<T>,
    method: M,
    args?: ToolArguments<T[M]>,
  ): Promise<TestTask<ToolValue<T[M]>>>;
  startTask<C extends ToolClass>(
    type: C,
    args?: ToolArguments<InstanceType<C>['execute']>,
  ): Promise<TestTask<ToolValue<InstanceType<C>['execute']>>>;
  readResource(uri: string): Promise<ReadOutcome>;
  getPrompt(name: string, args?: Readonly<Record<string, string>>): Promise<PromptOutcome>;
  /** From then on {@link events} has the news of lists, and of these resources. */
  subscribe(...uris: readonly string[]): Promise<void>;
  /**
   * Waits until something holds that depends on what the client receives: logs, progress, events, questions.
   *
   * @param ms how long at most. Default: 5,000
   * @throws PorticoError `PORTICO_TEST_CLIENT` with what was received, when it did not come true in time
   * @example
   * ```ts
   * await client.until(() => client.events.some(({ kind }) => kind === 'tools'));
   * ```
   */
  until(holds: () => unknown, ms?: number): Promise<void>;
  /** Closes the client, and the application if the client was made for it. */
  close(): Promise<void>;
  /** The same, for `await using client = await createTestClient(…)`. */
  [Symbol.asyncDispose](): Promise<void>;
}
