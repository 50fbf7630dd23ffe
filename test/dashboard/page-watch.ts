import type { CallView, DashboardView, OpenQuestion, TrialEnd } from '../../src/cli/dashboard/messages.js';
import type { DevProcess } from './dev-process.js';

/** What a page is told, put together. */
export interface PageWatch {
  /** This and the others throw where there is no such thing (yet). */
  readonly view: DashboardView;
  call(is: (call: CallView) => boolean): CallView;
  question(trial: string): OpenQuestion;
  trial(id: string): TrialEnd;
  stop(): void;
}

/** Reads the events of a dev process as its page does. */
export function watchPage({ door }: Pick<DevProcess, 'door'>): PageWatch {
  const ending = new AbortController();
  let view: DashboardView | undefined;
  const take = (event: string): void => {
    const [, name, data] = /^event: (\w+)\ndata: (.*)$/.exec(event) ?? [];
    if (data === undefined) return;
    const told = JSON.parse(data) as DashboardView;
    if (name === 'view') view = told;
    else if (view) {
      const fresh = told.calls ?? [];
      const kept = view.calls.filter(({ id }) => !fresh.some((call) => call.id === id));
      view = { ...view, ...told, calls: [...kept, ...fresh] };
    }
  };
  const read = async (): Promise<void> => {
    const headers = { authorization: `Bearer ${door.key}` };
    const response = await fetch(`${door.base}/api/events`, { headers, signal: ending.signal });
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      const events = (text + decoder.decode(chunk, { stream: true })).split('\n\n');
      text = events.pop()!;
      events.forEach(take);
    }
  };
  const reading = read();
  reading.catch(() => {}); // stopped below; what is missing then is told by who looks for it
  const found = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error(`not told: ${JSON.stringify(view)?.slice(0, 2_000)}`);
    return value;
  };
  return {
    get view() {
      return found(view);
    },
    call: (is) => found(view?.calls.findLast(is)),
    question: (trial) => found(view?.questions.find((question) => question.trial === trial)),
    trial: (id) => found(view?.trials.find((trial) => trial.id === id)),
    stop: () => ending.abort(),
  };
}
