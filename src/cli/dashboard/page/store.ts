import type { CallView, Command, DashboardView } from '../messages.js';

/** How many calls the page keeps; the dev process tells those it has. */
const MAX_CALLS = 250;

/** What the page shows, and what the developer has opened and filled in. */
export interface PageState {
  /** Absent until the dev process has told it. */
  readonly view: DashboardView | undefined;
  readonly line: 'connecting' | 'connected' | 'lost' | 'refused';
  /** The parts of the address behind `#/`, decoded. */
  readonly route: readonly string[];
  /** Text that must be in what is listed. */
  readonly filter: string;
  /** Whether lists and polls are among the calls. */
  readonly showsLooks: boolean;
  /** The trial a component was called by last, by its kind and name. */
  readonly trials: Readonly<Record<string, string>>;
  /** What the page itself could not do. */
  readonly trouble: string | undefined;
}

/** The one place where the state of the page is, and changes. */
export class Store {
  private current: PageState = {
    view: undefined,
    line: 'connecting',
    route: [],
    filter: '',
    showsLooks: false,
    trials: {},
    trouble: undefined,
  };

  constructor(
    private readonly onChange: () => void,
    private readonly post: (command: Command) => Promise<void>,
  ) {}

  get state(): PageState {
    return this.current;
  }

  set(changes: Partial<PageState>): void {
    this.current = { ...this.current, ...changes };
    this.onChange();
  }

  replace(view: DashboardView): void {
    this.set({ view, line: 'connected' });
  }

  /** Parts come as a whole; calls are those that have changed. */
  merge({ calls = [], ...parts }: Partial<DashboardView>): void {
    const { view } = this.current;
    if (!view) return;
    const known = new Map<string, CallView>(view.calls.map((call) => [call.id, call]));
    for (const call of calls) known.set(call.id, call);
    const latest = [...known.values()].sort((a, b) => a.began - b.began).slice(-MAX_CALLS);
    this.set({ view: { ...view, ...parts, calls: latest } });
  }

  /** Asks for something; what keeps it from being done is shown. */
  send(command: Command): void {
    this.set({ trouble: undefined });
    this.post(command).catch((error: unknown) => {
      this.set({ trouble: error instanceof Error ? error.message : String(error) });
    });
  }
}
