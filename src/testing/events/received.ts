import { PorticoError } from '../../common/portico-error.js';

/** A log message as the client received it. */
export interface ReceivedLog {
  readonly level: string;
  readonly data: unknown;
  readonly logger?: string | undefined;
}

/** A progress notification as the client received it. */
export interface ReceivedProgress {
  readonly progress: number;
  readonly total?: number | undefined;
  readonly message?: string | undefined;
}

/** News the client received: a list has changed, or what a resource says. */
export type ReceivedEvent =
  { readonly kind: 'tools' | 'resources' | 'prompts' } | { readonly kind: 'resource'; readonly uri: string };

/** How long {@link Received.until} waits, in ms. */
const PATIENCE = 5_000;

/** Everything a client was told beside its results. */
export class Received {
  readonly logs: ReceivedLog[] = [];
  readonly progress: ReceivedProgress[] = [];
  readonly events: ReceivedEvent[] = [];
  private readonly waiting = new Set<() => void>();

  log({ level, data, logger }: ReceivedLog): void {
    this.logs.push({ level, data, ...(logger !== undefined && { logger }) });
    this.look();
  }

  step(progress: ReceivedProgress): void {
    this.progress.push(progress);
    this.look();
  }

  event(event: ReceivedEvent): void {
    this.events.push(event);
    this.look();
  }

  /** Waits until something holds that depends on what is received. */
  async until(holds: () => unknown, ms = PATIENCE): Promise<void> {
    if (holds()) return;
    await new Promise<void>((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        this.waiting.delete(look);
      };
      const look = (): void => {
        try {
          if (!holds()) return;
          end();
          resolve();
        } catch (error) {
          end();
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
      const timer = setTimeout(() => {
        end();
        reject(new PorticoError('PORTICO_TEST_CLIENT', this.missed(ms)));
      }, ms);
      this.waiting.add(look);
    });
  }

  private missed(ms: number): string {
    const { logs, progress, events } = this;
    return `What the test waits for did not come within ${ms} ms. The client received ${JSON.stringify({ logs, progress, events })}.`;
  }

  /** Something came that is waited for, perhaps. */
  look(): void {
    for (const look of [...this.waiting]) look();
  }
}
