import { withDeadline } from '../../common/deadline.js';
import type { ServerLog } from '../../common/server-log.js';

/** Whether new work should come here, and what of it stands in the way. */
export interface Readiness {
  readonly isReady: boolean;
  /** Each part with `ok`, `unavailable` or, for the whole, `closing`; never the text of an error. */
  readonly parts: Readonly<Record<string, 'ok' | 'unavailable' | 'closing'>>;
}

/** How long a part may take to answer, in ms. */
const PATIENCE = 1_000;

/** Asks each part whether it works. Who asks often does not ask them more often than once at a time. */
export class ReadinessCheck {
  private asking: Promise<Readiness> | undefined;

  constructor(
    private readonly parts: Readonly<Record<string, () => Promise<unknown>>>,
    private readonly isClosing: () => boolean,
    private readonly log: ServerLog,
  ) {}

  check(): Promise<Readiness> {
    if (this.isClosing()) return Promise.resolve({ isReady: false, parts: { server: 'closing' } });
    return (this.asking ??= this.askAll().finally(() => (this.asking = undefined)));
  }

  private async askAll(): Promise<Readiness> {
    const answers = await Promise.all(
      Object.entries(this.parts).map(async ([name, ask]) => [name, await this.works(name, ask)] as const),
    );
    return {
      isReady: answers.every(([, works]) => works),
      parts: Object.fromEntries(
        answers.map(([name, works]) => [name, works ? 'ok' : 'unavailable'] as const),
      ),
    };
  }

  private async works(name: string, ask: () => Promise<unknown>): Promise<boolean> {
    try {
      await withDeadline(ask(), PATIENCE, `Asking ${name}`);
      return true;
    } catch (error) {
      this.log.debug(`not ready: ${name}:`, error);
      return false;
    }
  }
}
