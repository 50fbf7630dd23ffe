import type { ServerResponse } from 'node:http';
import type { DashboardView } from '../messages.js';
import type { Change, DashboardBook } from './dashboard-book.js';

/** How long changes are gathered before they are sent, in ms. */
const GATHERING = 80;
/** How often a quiet stream shows a sign of life, in ms. */
const QUIET = 15_000;

/**
 * What one page is told: everything once, and then what has changed, as server-sent events. A page that reads slowly is
 * told less often, never more at a time than everything.
 */
export class EventStream {
  private readonly calls = new Set<string>();
  private readonly parts = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private readonly quiet: NodeJS.Timeout;
  private readonly stopWatching: () => void;

  constructor(
    private readonly book: DashboardBook,
    private readonly response: ServerResponse,
  ) {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    this.send('view', book.view);
    this.stopWatching = book.watch((change) => this.note(change));
    this.quiet = setInterval(() => response.write(':\n\n'), QUIET);
    response.on('drain', () => this.gather());
    response.on('close', () => this.close());
  }

  private note(change: Change): void {
    if ('call' in change) this.calls.add(change.call.id);
    else this.parts.add(change.part);
    this.gather();
  }

  private gather(): void {
    if (this.timer || (this.calls.size === 0 && this.parts.size === 0)) return;
    this.timer = setTimeout(() => this.flush(), GATHERING);
  }

  private flush(): void {
    this.timer = undefined;
    if (this.response.writableNeedDrain) return; // it goes on when it has drained
    const { view } = this.book;
    const changed = Object.entries(view).filter(([part]) => this.parts.has(part));
    const calls = view.calls.filter(({ id }) => this.calls.has(id));
    this.parts.clear();
    this.calls.clear();
    // What is gone is told as such.
    const parts = Object.fromEntries(changed.map(([part, value]) => [part, (value as unknown) ?? null]));
    this.send('change', { ...parts, ...(calls.length > 0 && { calls }) });
  }

  private send(event: 'view' | 'change', data: Partial<DashboardView> | object): void {
    this.response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  private close(): void {
    this.stopWatching();
    clearTimeout(this.timer);
    clearInterval(this.quiet);
  }
}
