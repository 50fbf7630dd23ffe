import type { Transport } from '@modelcontextprotocol/client';

const CALLS = new Set(['tools/call', 'prompts/get', 'resources/read']);

/**
 * Two servers behind one line: of the calls of a client, and of its retries, each goes to the other one than the last.
 * So a question that one process asked is always answered at the other.
 */
export class AlternatingTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: NonNullable<Transport['onmessage']>;
  private calls = 0;

  constructor(private readonly servers: readonly [Transport, Transport]) {}

  async start(): Promise<void> {
    for (const server of this.servers) {
      server.onmessage = (...message) => this.onmessage?.(...message);
      server.onerror = (error) => this.onerror?.(error);
    }
    await Promise.all(this.servers.map((server) => server.start()));
  }

  send: Transport['send'] = (message, options) => {
    const isCall = 'method' in message && CALLS.has(message.method);
    return this.servers[isCall ? this.calls++ % 2 : 0]!.send(message, options);
  };

  setProtocolVersion(version: string): void {
    for (const server of this.servers) server.setProtocolVersion?.(version);
  }

  async close(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.close()));
    this.onclose?.();
  }
}
