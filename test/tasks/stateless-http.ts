import type { Message } from '../obligations/support/raw-line.js';
import type { LineTransport } from './task-line.js';

const NAMES: Readonly<Record<string, string>> = {
  'tools/call': 'name',
  'tasks/get': 'taskId',
  'tasks/update': 'taskId',
  'tasks/cancel': 'taskId',
};

/** Requests of the stateless revision over HTTP, each on its own; what comes back is told as it comes. */
export class StatelessHttp implements LineTransport {
  onmessage?: (message: unknown) => void;
  private readonly over = new AbortController();

  constructor(
    private readonly url: URL,
    private readonly headers: Readonly<Record<string, string>> = {},
  ) {}

  async start(): Promise<void> {}

  async send(message: unknown): Promise<void> {
    const { method = '', params = {} } = message as Message;
    const name = params[NAMES[method] ?? ''];
    const response = await fetch(this.url, {
      method: 'POST',
      signal: this.over.signal,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': method,
        ...(typeof name === 'string' && { 'mcp-name': name }),
        ...this.headers,
      },
      body: JSON.stringify(message),
    });
    const isStream = response.headers.get('content-type')?.includes('text/event-stream') ?? false;
    if (!isStream) return this.tell(await response.text());
    this.read(response).catch((error: unknown) => {
      if (!this.over.signal.aborted) throw error;
    });
  }

  async close(): Promise<void> {
    this.over.abort();
  }

  private async read(response: Response): Promise<void> {
    let text = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const lines = text.split('\n');
      text = lines.pop()!;
      for (const line of lines) if (line.startsWith('data:')) this.tell(line.slice('data:'.length).trim());
    }
  }

  private tell(text: string): void {
    if (text !== '') this.onmessage?.(JSON.parse(text));
  }
}
