import type { Command, DashboardView } from '../messages.js';

/** How long to wait before the next attempt to reach the server, in ms. */
const PAUSE = 1_000;

/** What comes of the line to the dev process. */
export interface ConnectionEvents {
  readonly onView: (view: DashboardView) => void;
  readonly onChange: (change: Partial<DashboardView>) => void;
  /** `refused`: the key is not (any more) the one that was printed. */
  readonly onStatus: (status: 'connected' | 'lost' | 'refused') => void;
}

/** The line to the dev process. It is opened again when it breaks, until the key is refused. */
export class Connection {
  constructor(
    private readonly key: string,
    private readonly events: ConnectionEvents,
  ) {}

  async run(): Promise<void> {
    for (;;) {
      try {
        const response = await fetch('/api/events', { headers: this.headers });
        if (response.status === 401) return this.events.onStatus('refused');
        if (response.ok && response.body) {
          this.events.onStatus('connected');
          await this.read(response.body);
        }
      } catch {
        // It broke, or nobody listens: said below, and tried again.
      }
      this.events.onStatus('lost');
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  }

  /** @throws Error with what the server says of it */
  async send(command: Command): Promise<void> {
    const response = await fetch('/api/commands', {
      method: 'POST',
      headers: { ...this.headers, 'content-type': 'application/json' },
      body: JSON.stringify(command),
    });
    if (!response.ok) throw new Error(await response.text());
  }

  /** In a header: another server on this machine would be sent cookies. */
  private get headers(): Record<string, string> {
    return { authorization: `Bearer ${this.key}` };
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    const reader = body
      .pipeThrough(new TextDecoderStream() as never)
      .getReader() as ReadableStreamDefaultReader<string>;
    let text = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const events = (text + value).split('\n\n');
      text = events.pop()!;
      for (const event of events) this.take(event);
    }
  }

  private take(event: string): void {
    const [, name, data] = /^event: (\w+)\ndata: (.*)$/.exec(event) ?? [];
    if (data === undefined) return; // a sign of life
    if (name === 'view') this.events.onView(JSON.parse(data) as DashboardView);
    else this.events.onChange(JSON.parse(data) as Partial<DashboardView>);
  }
}
