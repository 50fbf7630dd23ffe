import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import { createServer, ServerResponse, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { Context, Module, PorticoFactory, silentLog, Tool, UseInterceptors, type PorticoApp } from 'portico';
import { postHeaders } from '../support/http-server.js';
import { statelessMeta } from '../support/server-process.js';

const stored = new AsyncLocalStorage<string>();
let arrived: (() => void)[] = [];

/** Two callers go on together, in one turn of the event loop. */
async function together(): Promise<void> {
  await new Promise<void>((resolve) => {
    if (arrived.push(resolve) === 2) for (const go of arrived.splice(0)) go();
  });
}

class Tools {
  @Tool() async asks(ctx: Context) {
    return stored.run('of the handler', async () => `said ${await ctx.ask('Well?')}`);
  }

  @UseInterceptors((_call, next) => stored.run('of an interceptor', next))
  @Tool()
  async asksWithin(ctx: Context) {
    return `said ${await ctx.ask('Well?')}`;
  }

  @Tool() async asksBesideAnother(ctx: Context) {
    await together();
    return stored.run('of the handler', async () => `said ${await ctx.ask('Well?')}`);
  }

  @Tool() async reportsBesideAnother(ctx: Context) {
    await together();
    return stored.run('of the handler', async () => {
      await ctx.reportProgress(1, 2);
      return 'reported';
    });
  }

  @Tool() async answers() {
    await together();
    await new Promise((resolve) => setImmediate(resolve));
    return 'answered';
  }
}

@Module({ providers: [Tools] })
class ContextsModule {}

interface Answer {
  readonly result: {
    readonly requestState?: string;
    readonly inputRequests?: object;
    readonly content?: readonly { readonly text: string }[];
  };
}

/** Calls a tool by hand, as a client of revision 2026-07-28. */
async function call(url: string, name: string, more: object = {}): Promise<Answer> {
  const capabilities = { 'io.modelcontextprotocol/clientCapabilities': { elicitation: { form: {} } } };
  const meta = { ...statelessMeta, ...capabilities, progressToken: name };
  const params = { name, arguments: {}, _meta: meta, ...more };
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      ...postHeaders,
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': name,
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }),
  });
  const text = await response.text();
  const events = text.startsWith('{') ? [text] : text.match(/(?<=^data: ).*$/gm)!;
  return JSON.parse(events.at(-1)!) as Answer;
}

/** The retry that answers all that was asked. */
function answered({ result }: Answer): object {
  const accepted = { action: 'accept', content: { value: 'yes' } };
  const keys = Object.keys(result.inputRequests!);
  return {
    requestState: result.requestState,
    inputResponses: Object.fromEntries(keys.map((key) => [key, accepted])),
  };
}

describe('what a handler binds to its own work', () => {
  let app: PorticoApp;
  let server: Server | undefined;
  afterEach(async () => {
    jest.restoreAllMocks();
    arrived = [];
    server?.closeAllConnections();
    server?.close();
    server = undefined;
    await app.close();
  });

  const create = () =>
    PorticoFactory.create(ContextsModule, { name: 'contexts', version: '1.0.0', log: silentLog });

  test.each(['asks', 'asksWithin'])(
    'is not there when the response of a host ends at the question of %s',
    async (name) => {
      app = await create();
      const mcp = app.nodeHandler();
      const seen: unknown[] = [];
      server = createServer((request, response) =>
        stored.run('of the host', () => {
          response.on('finish', () => seen.push(stored.getStore(), contextNow()));
          mcp(request, response);
        }),
      );
      await once(server.listen(0, '127.0.0.1'), 'listening');
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      const asked = await call(url, name);
      const { result } = await call(url, name, answered(asked));
      expect(result.content).toEqual([{ type: 'text', text: 'said yes' }]);
      expect(seen).toEqual(['of the host', undefined, 'of the host', undefined]);
    },
  );

  test.each(['asksBesideAnother', 'reportsBesideAnother'])(
    'is not there when the response to another client ends beside %s',
    async (name) => {
      const seen: unknown[] = [];
      const end = ServerResponse.prototype.end;
      jest.spyOn(ServerResponse.prototype, 'end').mockImplementation(function (
        this: ServerResponse,
        ...given: unknown[]
      ) {
        seen.push(stored.getStore() ?? contextNow());
        return Reflect.apply(end, this, given) as ServerResponse;
      });
      app = await create();
      const { address } = await app.listen({ transport: 'http', port: 0 });
      for (let i = 0; i < 5; i++) await Promise.all([call(address, name), call(address, 'answers')]);
      expect(seen).toEqual(Array.from({ length: 10 }, () => undefined));
    },
  );
});

function contextNow(): Context | undefined {
  try {
    return Context.current();
  } catch {
    return undefined;
  }
}
