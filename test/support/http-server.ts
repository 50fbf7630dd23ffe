import { afterEach } from '@jest/globals';
import { PorticoFactory, type ListenOptions, type PorticoApp } from 'portico';
import { RecordedLog } from './recorded-log.js';
import { statelessMeta } from './server-process.js';

/** An application that listens for plain HTTP requests. */
export interface HttpServer {
  readonly app: PorticoApp;
  readonly url: string;
  readonly log: RecordedLog;
  /** Posts a message as a client of revisions up to 2025-11-25, or any text. */
  post(body: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** Opens a session, and gives its id. */
  initialize(): Promise<string>;
  /** Posts a request of revision 2026-07-28. */
  postStateless(
    method: string,
    params?: object,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Response>;
}

export const postHeaders = {
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
};

export const initializeRequest = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'raw', version: '1.0.0' } },
};

const started: PorticoApp[] = [];

/** Serves modules over HTTP; call it in a `describe` block. What is started is closed after each test. */
export function useHttp(module: new () => object) {
  afterEach(async () => void (await Promise.all(started.splice(0).map((app) => app.close()))));
  return async (options: ListenOptions = {}): Promise<HttpServer> => {
    const log = new RecordedLog();
    const app = await PorticoFactory.create(module, { name: 'raw', version: '1.0.0', log });
    started.push(app);
    const { address: url } = await app.listen({ transport: 'http', port: 0, signals: false, ...options });
    const post: HttpServer['post'] = (body, headers) =>
      fetch(url, {
        method: 'POST',
        headers: { ...postHeaders, ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
    return {
      app,
      url,
      log,
      post,
      initialize: async () => {
        const response = await post(initializeRequest);
        await response.text();
        return response.headers.get('mcp-session-id')!;
      },
      postStateless: (method, params = {}, headers = {}) =>
        post(
          { jsonrpc: '2.0', id: 1, method, params: { _meta: statelessMeta, ...params } },
          { 'mcp-protocol-version': '2026-07-28', 'mcp-method': method, ...headers },
        ),
    };
  };
}
