import type { Readable, Writable } from 'node:stream';
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/server';
import { isId } from '../../protocol/ordinary-message.js';
import { isTooDeep, TOO_DEEP } from '../json-depth.js';
import { toMessages } from '../rpc-message.js';
import { LineReader } from './line-reader.js';
import { LineWriter } from './line-writer.js';

/** How long a message may be, in bytes. */
const MAX_MESSAGE = 10 * 2 ** 20;

/**
 * One client on two streams, a message a line. It ends when the client closes its end, or reads no more.
 *
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#stdio
 */
export class StdioTransport implements Transport {
  onmessage?: Transport['onmessage'];
  onerror?: (error: Error) => void;
  onclose?: () => void;
  private tellClosed!: () => void;
  readonly closed = new Promise<void>((resolve) => (this.tellClosed = resolve));
  private isClosed = false;
  private readonly reader = new LineReader(MAX_MESSAGE);
  private readonly writer: LineWriter;
  /** While the SDK judges what a line is. */
  private judging: Promise<void> | undefined;

  constructor(
    private readonly input: Readable,
    private readonly output: Writable,
  ) {
    this.writer = new LineWriter(output);
  }

  async start(): Promise<void> {
    const { input, output } = this;
    // Who came too late for its end is told as well.
    if (input.readableEnded || input.destroyed) setImmediate(this.end);
    input.on('data', this.read).on('error', this.fail).on('end', this.end).on('close', this.end);
    output.on('error', (error) => {
      if (this.isClosed) return; // nobody is left to hear of it
      this.fail(error);
      this.end();
    });
  }

  async send(message: JSONRPCMessage): Promise<void> {
    if (this.isClosed) throw new Error('The line is closed.');
    await this.writer.write(JSON.stringify(message));
  }

  /**
   * Sends what is JSON already. When the line is closed nobody is there to read it.
   *
   * @param rest what follows the text
   * @returns when more may be sent; `undefined` for at once
   */
  write(text: string, rest?: Buffer): Promise<void> | undefined {
    return this.isClosed ? undefined : this.writer.write(text, rest);
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    const { input } = this;
    input.off('data', this.read).off('error', this.fail).off('end', this.end).off('close', this.end);
    if (input.listenerCount('data') === 0) input.pause();
    this.reader.clear();
    this.writer.flush();
    this.onclose?.();
    this.tellClosed();
  }

  private readonly end = (): void => void this.close();

  private readonly fail = (error: Error): void => this.onerror?.(error);

  private readonly read = (piece: Buffer): void => {
    let lines: readonly string[];
    try {
      lines = this.reader.read(piece);
    } catch (error) {
      this.fail(error as Error);
      return this.end();
    }
    for (const line of lines) if (!this.isClosed) this.receive(line);
  };

  private receive(line: string): void {
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      return; // programs print other things in between; they are passed over, as the protocol's own libraries do
    }
    if (isTooDeep(line)) return this.refuse(value);
    const read = toMessages([value]);
    if (!this.judging && !(read instanceof Promise)) return this.pass(read[0]);
    // What comes after it waits.
    const judging: Promise<void> = Promise.all([read, this.judging])
      .then(([[message]]) => {
        if (!this.isClosed) this.pass(message);
      })
      .catch(this.fail)
      .finally(() => {
        if (this.judging === judging) this.judging = undefined;
      });
    this.judging = judging;
  }

  private pass(message: JSONRPCMessage | undefined): void {
    if (!message) return this.fail(new Error('a line is JSON, but no message of JSON-RPC'));
    try {
      this.onmessage?.(message);
    } catch (error) {
      this.fail(error as Error);
    }
  }

  /** Nobody walks through a value that lies too deep, but who waits for an answer gets one. */
  private refuse(value: unknown): void {
    const { id, method } = value as { readonly id?: unknown; readonly method?: unknown };
    if (method !== undefined && isId(id))
      void this.write(JSON.stringify({ jsonrpc: '2.0', id, error: TOO_DEEP }));
    this.fail(new Error(`a message was refused: ${TOO_DEEP.message}`));
  }
}
