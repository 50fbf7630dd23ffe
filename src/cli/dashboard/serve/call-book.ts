import type { CallView, Report } from '../messages.js';

/** How many calls are kept. */
const MAX_CALLS = 200;
/** How many of what only looks (lists, polls) are kept beside. */
const MAX_LOOKS = 50;
/** How many entries of a call are kept, the latest. */
const MAX_ENTRIES = 100;

/** What calls a component or runs a job. */
const CALLS: ReadonlySet<string> = new Set(['tools/call', 'resources/read', 'prompts/get', 'portico/job']);

type CallReport = Extract<Report, { type: 'began' | 'entry' | 'answered' | 'progress' | 'ended' }>;

/** The latest calls with what happened in them, over all starts of the server. Its size is bounded. */
export class CallBook {
  private readonly calls = new Map<string, CallView>();
  private readonly looks = new Map<string, CallView>();

  /** @param onChange told of each call that is not as it was */
  constructor(private readonly onChange: (call: CallView) => void) {}

  /** The oldest first. */
  get all(): CallView[] {
    return [...this.calls.values(), ...this.looks.values()].sort((a, b) => a.began - b.began);
  }

  find(id: string): CallView | undefined {
    return this.calls.get(id) ?? this.looks.get(id);
  }

  /** @param start counts the starts of the server */
  note(report: CallReport, start: number): void {
    if (report.type === 'began') return this.begin(report, start);
    const call = this.find(report.call);
    if (!call) return; // it was so long ago that it is not kept any more
    switch (report.type) {
      case 'entry':
        return this.put(withEntries(call, [...call.entries, report.entry]));
      case 'answered':
        return this.put({
          ...call,
          entries: call.entries.map((entry) =>
            entry.kind === 'question' && entry.id === report.question && entry.answer === undefined
              ? { ...entry, answer: report.answer }
              : entry,
          ),
        });
      case 'progress':
        return this.put({ ...call, progress: report.progress });
      case 'ended': {
        const { time: ended, outcome, code, result } = report;
        return this.put({ ...call, ended, outcome, code, result });
      }
    }
  }

  /** The process is gone, and with it whoever would have ended its calls. */
  lose(): void {
    for (const call of this.all)
      if (call.ended === undefined) this.put({ ...call, ended: Date.now(), outcome: 'lost' });
  }

  /** A call that goes on, or a task that is run again, keeps what happened before. */
  private begin({ call: head }: Extract<CallReport, { type: 'began' }>, start: number): void {
    const known = this.find(head.id);
    const before = known && { began: known.began, entries: known.entries, left: known.left };
    this.put({ ...head, entries: [], left: 0, ...before, start });
  }

  private put(call: CallView): void {
    const [book, max] = CALLS.has(call.method) ? [this.calls, MAX_CALLS] : [this.looks, MAX_LOOKS];
    book.set(call.id, call);
    const [oldest] = book.keys();
    if (book.size > max && oldest !== undefined) book.delete(oldest);
    this.onChange(call);
  }
}

function withEntries(call: CallView, entries: CallView['entries']): CallView {
  const over = Math.max(0, entries.length - MAX_ENTRIES);
  return { ...call, entries: entries.slice(over), left: call.left + over };
}
