import type {
  JSONRPCMessage,
  MessageExtraInfo,
  Transport,
  TransportSendOptions,
} from '@modelcontextprotocol/server';
import { SdkError } from '../protocol/sdk-errors.js';

/** One end of a line within the process. What is said before the other end listens waits there. */
export class MemoryTransport implements Transport {
  onmessage?: NonNullable<Transport['onmessage']>;
  onclose?: () => void;
  onerror?: (error: Error) => void;
  private other: MemoryTransport | undefined;
  private readonly waiting: { readonly message: JSONRPCMessage; readonly extra: MessageExtraInfo }[] = [];
  isClosed = false;

  static pair(): readonly [MemoryTransport, MemoryTransport] {
    const [one, other] = [new MemoryTransport(), new MemoryTransport()];
    one.other = other;
    other.other = one;
    return [one, other];
  }

  async start(): Promise<void> {
    await Promise.resolve(); // whoever else listens at this end connects itself in the same turn
    for (const { message, extra } of this.waiting.splice(0)) this.onmessage?.(message, extra);
  }

  async send(message: JSONRPCMessage, options?: TransportSendOptions & MessageExtraInfo): Promise<void> {
    if (!this.other) throw new SdkError('NOT_CONNECTED', 'Not connected');
    this.other.hear(message, options?.authInfo ? { authInfo: options.authInfo } : {});
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    const { other } = this;
    this.other = undefined;
    try {
      await other?.close();
    } finally {
      this.onclose?.();
    }
  }

  private hear(message: JSONRPCMessage, extra: MessageExtraInfo): void {
    if (this.onmessage && this.waiting.length === 0) this.onmessage(message, extra);
    else this.waiting.push({ message, extra });
  }
}
