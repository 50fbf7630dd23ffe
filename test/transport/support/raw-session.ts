import type { Agent } from 'node:http';
import { open, POST_HEADERS, send, type Message, type OpenResponse, type RawResponse } from './raw-http.js';

let nextId = 1;

export function initializeRequest(protocolVersion = '2025-11-25', capabilities: object = {}) {
  const params = { protocolVersion, capabilities, clientInfo: { name: 'raw', version: '1.0.0' } };
  return { jsonrpc: '2.0', id: nextId++, method: 'initialize', params };
}

export function callRequest(name: string, args: object = {}, id: number | string = nextId++) {
  return {
    jsonrpc: '2.0',
    id,
    method: 'tools/call',
    params: { name, arguments: args, _meta: { progressToken: 'token' } },
  };
}

/** A session by hand, to see every byte. */
export class RawSession {
  constructor(
    readonly url: string,
    readonly id: string,
    readonly version: string | undefined,
    private readonly headers: Record<string, string> = {},
    private readonly agent?: Agent,
  ) {}

  static async open(...given: Parameters<typeof RawSession.greet>): Promise<RawSession> {
    const session = await RawSession.greet(...given);
    await session.post({ jsonrpc: '2.0', method: 'notifications/initialized' });
    return session;
  }

  /** A session whose handshake the client has not ended. */
  static async greet(
    url: string,
    version = '2025-11-25',
    headers: Record<string, string> = {},
    capabilities: object = {},
    agent?: Agent,
  ): Promise<RawSession> {
    const body = initializeRequest(version, capabilities);
    const response = await send(url, {
      headers: { ...POST_HEADERS, ...headers },
      body,
      ...(agent && { agent }),
    });
    const id = response.headers['mcp-session-id'];
    if (response.status !== 200 || typeof id !== 'string')
      throw new Error(`No session: ${response.status} ${response.text}`);
    return new RawSession(url, id, version, headers, agent);
  }

  head(extra: Record<string, string | undefined> = {}): Record<string, string | undefined> {
    return {
      ...POST_HEADERS,
      'mcp-session-id': this.id,
      'mcp-protocol-version': this.version,
      ...this.headers,
      ...extra,
    };
  }

  post(body: unknown, extra?: Record<string, string | undefined>): Promise<RawResponse> {
    return send(this.url, { headers: this.head(extra), body, ...(this.agent && { agent: this.agent }) });
  }

  /** Resolves with the headers of the answer; the rest may still be coming. */
  postOpen(body: unknown, extra?: Record<string, string | undefined>): Promise<OpenResponse> {
    return open(this.url, { headers: this.head(extra), body });
  }

  call(name: string, args?: object): Promise<RawResponse> {
    return this.post(callRequest(name, args));
  }

  /** The text of a tool's answer, whichever way it came. */
  async textOf(name: string, args?: object): Promise<string> {
    return textIn(await this.call(name, args));
  }

  listen(extra: Record<string, string | undefined> = {}): Promise<OpenResponse> {
    return open(this.url, {
      method: 'GET',
      headers: this.head({ accept: 'text/event-stream', 'content-type': undefined, ...extra }),
    });
  }

  end(): Promise<RawResponse> {
    return send(this.url, {
      method: 'DELETE',
      headers: this.head(),
      ...(this.agent && { agent: this.agent }),
    });
  }
}

export function textIn(response: RawResponse): string {
  const isStream = response.headers['content-type'] === 'text/event-stream';
  const message = isStream
    ? response.events.map((event) => event.message).find((found) => found?.result)
    : (response.json as Message);
  return message?.result?.content?.[0]?.text ?? '';
}
