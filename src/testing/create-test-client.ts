import { randomBytes } from 'node:crypto';
import { createApplication } from '../app/create-application.js';
import type { PorticoOptions } from '../app/options.js';
import { PorticoApp } from '../app/portico-app.js';
import type { Override } from '../app/assembly/circumstances.js';
import type { Class } from '../common/class.js';
import { systemClock } from '../common/clock.js';
import { PorticoError } from '../common/portico-error.js';
import type { Era } from '../context/exchange.js';
import type { PrincipalData } from '../identity/principal.js';
import type { DynamicModule } from '../metadata/module.js';
import { SessionTaskClient } from '../protocol/task-client/session-task-client.js';
import { SideChannel } from '../protocol/task-client/side-channel.js';
import { StatelessTaskClient } from '../protocol/task-client/stateless-task-client.js';
import type { TaskClient } from '../protocol/task-client/task-client.js';
import { Answering } from './answers/answering.js';
import type { ClientAnswers } from './answers/client-answers.js';
import type { ClientAdapter } from './clients/client-adapter.js';
import { openHttp, openMemory, testToken } from './clients/open-line.js';
import { connectSession } from './clients/session-test-client.js';
import { connectStateless } from './clients/stateless-test-client.js';
import { ConnectedClient } from './connected-client.js';
import { Received } from './events/received.js';
import { ProblemsLog } from './problems-log.js';
import type { TestClient } from './test-client.js';
import type { TestClock } from './test-clock.js';

/** What is changed about an application for a test. */
export interface TestApplicationOptions extends Partial<PorticoOptions> {
  /** Providers that take the place of those of the same token, in every module that has one. */
  readonly overrides?: readonly Override[];
  /** Tells the application the time, so that what lives for a while ends without waiting. */
  readonly clock?: TestClock;
}

export interface TestClientOptions extends TestApplicationOptions, ClientAnswers {
  /** Who is calling, as if it had been verified. Default: nobody. */
  readonly principal?: PrincipalData;
  /** Which family of protocol revisions the client speaks. Default: `stateless`, the newest. */
  readonly era?: Era;
  /** `memory`: no bytes in between, and as on stdio the connection is the session; `http`: a port of the loopback interface. Default: `memory`. */
  readonly transport?: 'memory' | 'http';
}

/** Between two looks at a task, in ms. */
const LOOK_EVERY = 20;

/**
 * Connects a real client to an application within this process: no child process, every message for real, through the
 * whole pipeline and protocol.
 *
 * @param target a module, for which an application is created and closed with the client; or an application, which
 * keeps the options it was created with
 * @param options those of the application and of the client. Warnings and errors of the server go to stderr, among
 * them those a client sees as an error id only; `log: silentLog` keeps them out of a test that provokes them, and
 * `log: new StderrLog()` shows everything. Jobs are kept in memory.
 * @throws PorticoError `PORTICO_TEST_CLIENT` for options that an application which is there already cannot take; whatever
 * keeps the application from starting
 * @example
 * ```ts
 * const client = await createTestClient(AppModule, { era: 'session', onElicit: [accept(4), decline] });
 * const result = await client.callTool('greet', { name: 'Ada' });
 * assert.deepEqual(result.content, [{ type: 'text', text: 'Hello Ada' }]);
 * await client.close();
 * ```
 */
export async function createTestClient(
  target: Class | DynamicModule | PorticoApp,
  {
    era = 'stateless',
    transport = 'memory',
    principal,
    onElicit,
    onSample,
    roots,
    capabilities,
    ...options
  }: TestClientOptions = {},
): Promise<TestClient> {
  const token = principal && transport === 'http' ? testToken() : undefined;
  const isApp = target instanceof PorticoApp;
  if (isApp) refuseForApp(options, token);
  const app = isApp ? target : await createTestApplication(target, options, principal, token);
  const line = transport === 'http' ? await openHttp(app, era, token) : openMemory(app, principal);
  const received = new Received();
  const answers = {
    ...(onElicit && { onElicit }),
    ...(onSample && { onSample }),
    ...(roots && { roots }),
    ...(capabilities && { capabilities }),
  };
  const answering = new Answering(answers, () => received.look());
  const close = async (): Promise<void> => {
    try {
      await line.close();
    } finally {
      if (!isApp) await app.close();
    }
  };
  try {
    const client = await (era === 'session'
      ? connectSession(line.transport, received, answering)
      : connectStateless(line.transport, received, answering));
    return new ConnectedClient({
      app,
      era,
      client,
      tasks: taskClient(era, client, answering),
      received,
      answering,
      close: async () => {
        try {
          await client.close();
        } finally {
          await close();
        }
      },
    }) as TestClient;
  } catch (error) {
    await close();
    throw error;
  }
}

function createTestApplication(
  root: Class | DynamicModule,
  { overrides = [], clock = systemClock as TestClock, ...options }: TestApplicationOptions,
  principal: PrincipalData | undefined,
  token: string | undefined,
): Promise<PorticoApp> {
  const given = options.auth ? [options.auth.verify].flat() : [];
  const verify = [...(token === undefined ? [] : [knows(token, principal!)]), ...given];
  return createApplication(
    root,
    {
      name: 'test',
      version: '0.0.0',
      log: new ProblemsLog(),
      jobs: { url: 'memory:' },
      ...options,
      // In memory it is given who is calling, and nobody is asked for credentials.
      ...((principal || options.auth) && {
        auth: { ...options.auth, verify: verify.length > 0 ? verify : () => undefined },
      }),
      interaction: { keys: [randomBytes(32).toString('base64')], ...options.interaction },
    },
    { clock, overrides, tellsErrorCodes: true },
  );
}

function knows(token: string, principal: PrincipalData) {
  return (credentials: { readonly token: string | undefined }): PrincipalData | undefined =>
    credentials.token === token ? principal : undefined;
}

function refuseForApp(options: TestApplicationOptions, token: string | undefined): void {
  const [given] = Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  const wrong = given ?? (token === undefined ? undefined : 'principal, over HTTP');
  if (wrong === undefined) return;
  throw new PorticoError(
    'PORTICO_TEST_CLIENT',
    `createTestClient: the option ${wrong} belongs to the application, and this one is there already. Give it to PorticoFactory.create, or give createTestClient the module.`,
  );
}

function taskClient(era: Era, { transport, meta }: ClientAdapter, { functions }: Answering): TaskClient {
  const channel = new SideChannel(transport);
  if (era === 'session') return new SessionTaskClient(channel, LOOK_EVERY, meta);
  return new StatelessTaskClient(channel, LOOK_EVERY, meta, (method, params) => {
    const answer = functions.get(method);
    return answer
      ? answer(params as never)
      : Promise.reject(
          new PorticoError('PORTICO_TEST_CLIENT', `The test client has no answer to ${method}.`),
        );
  });
}
