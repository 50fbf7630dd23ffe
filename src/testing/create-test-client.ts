import { randomBytes } from 'node:crypto';
import { PorticoApp } from '../app/portico-app.js';
import { PorticoFactory } from '../app/portico-factory.js';
import type { PorticoOptions } from '../app/options.js';
import type { Class } from '../common/class.js';
import type { PromptOutcome, ReadOutcome, ToolOutcome } from '../common/content/content.js';
import type { Era } from '../context/exchange.js';
import type {
  PromptEntry,
  ResourceEntry,
  ResourceTemplateEntry,
  ToolEntry,
} from '../context/resources/list-entries.js';
import type { PrincipalData } from '../identity/principal.js';
import type { DynamicModule } from '../metadata/module.js';
import type { ClientAnswers } from './client-answers.js';
import { ProblemsLog } from './problems-log.js';
import { connectSession } from './session-test-client.js';
import { connectStateless } from './stateless-test-client.js';
import type { ReceivedLog, TestClient } from './test-client.js';

export interface TestClientOptions extends Partial<PorticoOptions>, ClientAnswers {
  /** Who is calling, as if it had been verified. Default: nobody. */
  readonly principal?: PrincipalData;
  /** Which family of protocol revisions the client speaks. Default: `stateless`, the newest. */
  readonly era?: Era;
}

/**
 * Connects a real client to an application within this process: no port, no child process, every message for real. As
 * on stdio, the connection is the session.
 *
 * @param target a module, for which an application is created and closed with the client; or an application, which
 * keeps the options it was created with
 * @param options those of the application and of the client. Warnings and errors of the server go to stderr, among
 * them those a client sees as an error id only; `log: silentLog` keeps them out of a test that provokes them, and
 * `log: new StderrLog()` shows everything. Jobs are kept in memory.
 * @example
 * ```ts
 * const client = await createTestClient(AppModule, { era: 'session' });
 * const result = await client.callTool('greet', { name: 'Ada' });
 * assert.deepEqual(result.content, [{ type: 'text', text: 'Hello Ada' }]);
 * await client.close();
 * ```
 */
export async function createTestClient(
  target: Class | DynamicModule | PorticoApp,
  { era = 'stateless', principal, onElicit, onSample, roots, ...options }: TestClientOptions = {},
): Promise<TestClient> {
  const isApp = target instanceof PorticoApp;
  const app = isApp
    ? target
    : await PorticoFactory.create(target, {
        name: 'test',
        version: '0.0.0',
        log: new ProblemsLog(),
        jobs: { url: 'memory:' },
        // Who is calling is given below.
        ...(principal && { auth: { verify: () => undefined } }),
        ...options,
        interaction: { keys: [randomBytes(32).toString('base64')], ...options.interaction },
      });
  const line = app.connect({ principal });
  const logs: ReceivedLog[] = [];
  const connect = era === 'session' ? connectSession : connectStateless;
  const client = await connect(line.clientTransport, logs, {
    ...(onElicit && { onElicit }),
    ...(onSample && { onSample }),
    ...(roots && { roots }),
  });
  return {
    app,
    era,
    logs,
    listTools: async () => (await client.listTools()).tools as readonly ToolEntry[],
    listResources: async () => (await client.listResources()).resources as readonly ResourceEntry[],
    listResourceTemplates: async () =>
      (await client.listResourceTemplates()).resourceTemplates as readonly ResourceTemplateEntry[],
    listPrompts: async () => (await client.listPrompts()).prompts as readonly PromptEntry[],
    callTool: (name, args = {}, callOptions = {}) =>
      client.callTool(name, args, callOptions) as Promise<ToolOutcome>,
    readResource: (uri) => client.readResource(uri) as Promise<ReadOutcome>,
    getPrompt: (name, args = {}) => client.getPrompt(name, args) as Promise<PromptOutcome>,
    close: async () => {
      await client.close();
      await line.close();
      if (!isApp) await app.close();
    },
  };
}
