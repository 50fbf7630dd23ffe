import { randomUUID } from 'node:crypto';

/** What carries messages of JSON-RPC, as the transports of every official client do. */
export interface SharedTransport {
  onmessage?: ((message: never, ...more: never[]) => void) | undefined;
  onclose?: (() => void) | undefined;
  send(message: never): Promise<void>;
}

/** What a server answered to a request instead of a result. */
export class RequestRefused extends Error {
  override readonly name = 'RequestRefused';

  constructor(
    readonly code: number,
    message: string,
    readonly data?: unknown,
  ) {
    super(message);
  }
}

interface Reply {
  readonly id?: unknown;
  readonly method?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Requests over the transport of an official client that knows nothing of their methods, or would not let their results
 * pass. Everything else goes on to the client.
 */
export class SideChannel {
  private readonly waiting = new Map<string, Waiting>();
  private readonly send: (message: object) => Promise<void>;

  /** @param transport of a client that is connected */
  constructor(transport: SharedTransport) {
    const { onmessage, onclose } = transport;
    this.send = (message) => transport.send(message as never);
    transport.onmessage = (message, ...more) => {
      if (!this.take(message)) onmessage?.call(transport, message, ...more);
    };
    transport.onclose = () => {
      for (const { reject } of this.waiting.values()) reject(new Error('The connection was closed.'));
      this.waiting.clear();
      onclose?.call(transport);
    };
  }

  /** @throws RequestRefused when the server answers with an error */
  async request(method: string, params: object): Promise<unknown> {
    const id = `side:${randomUUID()}`;
    const answered = new Promise<unknown>((resolve, reject) => this.waiting.set(id, { resolve, reject }));
    try {
      await this.send({ jsonrpc: '2.0', id, method, params });
      return await answered;
    } finally {
      this.waiting.delete(id);
    }
  }

  /** @returns whether a message was for this channel */
  private take(message: Reply): boolean {
    const waiting =
      typeof message.id === 'string' && message.method === undefined
        ? this.waiting.get(message.id)
        : undefined;
    if (!waiting) return false;
    const { error } = message;
    if (error) waiting.reject(new RequestRefused(error.code, error.message, error.data));
    else waiting.resolve(message.result);
    return true;
  }
}
