import type {
  JSONRPCMessage,
  MessageExtraInfo,
  RequestId,
  Server,
  Transport,
  TransportSendOptions,
} from '@modelcontextprotocol/server';
import { unguessableId } from '../../common/ids.js';

/** The session an engine serves, or the client of a pipe, as the line between them knows it. */
export interface EngineSession {
  readonly sessionId: string | undefined;
  /** Takes an answer of the engine's. */
  answer(message: JSONRPCMessage): void | Promise<void>;
  /** Takes what the engine says unasked. */
  tell(message: JSONRPCMessage, options?: TransportSendOptions): Promise<void>;
  close(): Promise<void>;
}

/** The engine's transport within a session, or behind a pipe: nothing but the two ends of it. */
export class EngineLine implements Transport {
  onmessage?: NonNullable<Transport['onmessage']>;
  onclose?: () => void;
  onerror?: (error: Error) => void;
  /** Set by whoever connects the engine. */
  server!: Server;
  /** Requests that were told to the engine again, and whose answers are nobody's. */
  private readonly retold = new Map<RequestId, (answer: JSONRPCMessage) => void>();

  constructor(private readonly session: EngineSession) {}

  get sessionId(): string | undefined {
    return this.session.sessionId;
  }

  async start(): Promise<void> {}

  async send(message: JSONRPCMessage, options?: TransportSendOptions): Promise<void> {
    if ('method' in message) return this.session.tell(message, options);
    const tell = message.id === undefined ? undefined : this.retold.get(message.id);
    if (tell) tell(message);
    else await this.session.answer(message);
  }

  close(): Promise<void> {
    return this.session.close();
  }

  /** Tells the engine what the client says. */
  hear(message: JSONRPCMessage, extra: MessageExtraInfo): void {
    this.onmessage?.(message, extra);
  }

  /** Tells the engine something that the client has said before, or elsewhere. */
  retell(
    method: string,
    params: Readonly<Record<string, unknown>>,
    extra: MessageExtraInfo,
  ): Promise<JSONRPCMessage> {
    const id = `retold:${unguessableId()}`;
    return new Promise((resolve) => {
      this.retold.set(id, (answer) => {
        this.retold.delete(id);
        resolve(answer);
      });
      this.hear({ jsonrpc: '2.0', id, method, params }, extra);
    });
  }

  /** The engine is not needed any more; its session may go on. */
  discard(): void {
    this.onclose?.();
  }
}
