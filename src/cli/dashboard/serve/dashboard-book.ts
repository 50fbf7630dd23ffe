import type { CallView, Command, DashboardView, Report, ServerView, TrialEnd } from '../messages.js';
import { CallBook } from './call-book.js';

/** How many ended trials are kept. */
const MAX_TRIALS = 20;

/** Everything the page shows but the calls, each part of it replaced as a whole. */
type Parts = Omit<DashboardView, 'calls'>;

export type Change = { readonly part: keyof Parts } | { readonly call: CallView };

/** What the page shows, put together from what the compiler, the processes and the server program tell. */
export class DashboardBook {
  private readonly listeners = new Set<(change: Change) => void>();
  private readonly calls = new CallBook((call) => this.tell({ call }));
  /** Trials that have not ended. */
  private readonly trying = new Set<string>();
  private parts: Parts = {
    server: { status: 'compiling', errors: 0, starts: 0, since: Date.now() },
    application: undefined,
    tasks: [],
    questions: [],
    trials: [],
    skipped: { calls: 0, entries: 0 },
    trouble: undefined,
  };

  get view(): DashboardView {
    return { ...this.parts, calls: this.calls.all };
  }

  /** @returns how to stop */
  watch(listener: (change: Change) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** @param errors as the compiler counts them */
  compiled(errors: number): void {
    this.server({ errors });
  }

  /** A new process begins; what the last one was at is lost. */
  starting(): void {
    this.lose();
    const { starts } = this.parts.server;
    this.server({ status: 'starting', starts: starts + 1, exit: undefined, address: undefined });
  }

  /** @param exit how the process ended, where it ended by itself */
  stopped(exit: string | undefined): void {
    this.lose();
    this.server({ status: 'stopped', exit });
  }

  note(report: Report): void {
    switch (report.type) {
      case 'application':
        this.set({ application: report.application });
        if (this.parts.server.status !== 'running') this.server({ status: 'running' });
        return;
      case 'listening':
        return this.server({ address: report.address });
      case 'tasks':
        return this.set({ tasks: report.tasks });
      case 'questions':
        return this.set({ questions: report.questions });
      case 'trial':
        return this.endTrial(report.trial);
      case 'skipped':
        return this.skip(report);
      case 'trouble':
        return this.set({ trouble: report.text });
      default:
        return this.calls.note(report, this.parts.server.starts);
    }
  }

  private skip({ calls, entries }: DashboardView['skipped']): void {
    const { skipped } = this.parts;
    this.set({ skipped: { calls: skipped.calls + calls, entries: skipped.entries + entries } });
  }

  /** The page asks for something; what could not be done before is no matter any more. */
  asked(command: Command): void {
    if (this.parts.trouble !== undefined) this.set({ trouble: undefined });
    if (command.type === 'try') this.trying.add(command.trial.id);
  }

  /** What the page asks for is not done. */
  refused(command: Command, text: string): void {
    if (command.type === 'try') this.endTrial({ id: command.trial.id, isError: true, text });
    else this.set({ trouble: text });
  }

  /** What the process was at has no end of its own. */
  private lose(): void {
    this.calls.lose();
    if (this.parts.questions.length > 0) this.set({ questions: [] });
    for (const id of this.trying) this.endTrial({ id, isError: true, text: 'The server does not run.' });
  }

  private endTrial(trial: TrialEnd): void {
    this.trying.delete(trial.id);
    this.set({ trials: [...this.parts.trials, trial].slice(-MAX_TRIALS) });
  }

  private server(changes: Partial<ServerView>): void {
    const { server } = this.parts;
    const isNew = changes.status !== undefined && changes.status !== server.status;
    this.set({ server: { ...server, ...changes, ...(isNew && { since: Date.now() }) } });
  }

  private set(parts: Partial<Parts>): void {
    this.parts = { ...this.parts, ...parts };
    for (const part of Object.keys(parts) as (keyof Parts)[]) this.tell({ part });
  }

  private tell(change: Change): void {
    for (const listener of this.listeners) listener(change);
  }
}
