import type { PorticoApp } from 'portico';
import { eventually } from '../../support/eventually.js';

/** A JSON-RPC message, whatever it is. */
export interface Message {
  readonly id?: number | string | null;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: {
    readonly code: number;
    readonly message: string;
    readonly data?: Record<string, unknown>;
  };
}

/** What a client of the stateless revision says of itself in each request. */
export function envelope(capabilities: object = {}, more: object = {}): Record<string, unknown> {
  return {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '1.0.0' },
    'io.modelcontextprotocol/clientCapabilities': capabilities,
    ...more,
  };
}

/** The protocol by hand, message by message, over a line within the process. */
export class RawLine {
  /** Everything the server sent, in order. */
  readonly received: Message[] = [];
  private readonly line;
  private next = 1;

  constructor(
    app: PorticoApp,
    readonly era: 'session' | 'stateless',
    private readonly capabilities: object = {},
  ) {
    this.line = app.connect();
    this.line.clientTransport.onmessage = (message) => void this.received.push(message as Message);
  }

  /** A line of an era, with the handshake done where there is one. */
  static async open(
    app: PorticoApp,
    era: 'session' | 'stateless',
    capabilities: object = {},
  ): Promise<RawLine> {
    const line = new RawLine(app, era, capabilities);
    if (era === 'session') {
      await line.initialize();
      await line.send({ method: 'notifications/initialized' });
    }
    return line;
  }

  initialize(protocolVersion = '2025-11-25'): Promise<Message> {
    const clientInfo = { name: 'raw', version: '1.0.0' };
    return this.request('initialize', { protocolVersion, capabilities: this.capabilities, clientInfo });
  }

  send(message: Message): Promise<void> {
    return this.line.clientTransport.send({ jsonrpc: '2.0', ...message } as never);
  }

  /** Sends a request and waits for its answer. */
  async request(method: string, params: Record<string, unknown> = {}, meta: object = {}): Promise<Message> {
    return this.answer(await this.begin(method, params, meta));
  }

  /** @returns the id of the request, whose answer has not come yet */
  async begin(method: string, params: Record<string, unknown> = {}, meta: object = {}): Promise<number> {
    const id = this.next++;
    const own = this.era === 'stateless' ? envelope(this.capabilities, meta) : meta;
    await this.send({ id, method, params: { ...params, _meta: { ...own, ...(params['_meta'] as object) } } });
    return id;
  }

  /** Waits for the answer to a request. */
  answer(id: number): Promise<Message> {
    return eventually(() => {
      const found = this.received.find((message) => message.id === id && message.method === undefined);
      if (!found) throw new Error(`No answer to request ${id}`);
      return found;
    });
  }

  call(name: string, args: object = {}, more: Record<string, unknown> = {}): Promise<Message> {
    return this.request('tools/call', { name, arguments: args, ...more });
  }

  /** The notifications of one method, so far. */
  notified(method: string): Message[] {
    return this.received.filter((message) => message.method === method && message.id === undefined);
  }

  /** Waits for a request of the server's: the first, or the one after so many. */
  asked(method: string, after = 0): Promise<Message> {
    return eventually(() => {
      const asked = this.received.filter((message) => message.method === method && message.id !== undefined);
      const found = asked[after];
      if (!found) throw new Error(`The server did not send ${method}`);
      return found;
    });
  }

  /** Answers a request of the server's. */
  reply({ id }: Message, result: Record<string, unknown>): Promise<void> {
    return this.send({ id: id!, result });
  }

  close(): Promise<void> {
    return this.line.close();
  }
}

/** The text of a tool's result. */
export function text({ result }: Message): string | undefined {
  return (result?.['content'] as { text?: string }[] | undefined)?.[0]?.text;
}
