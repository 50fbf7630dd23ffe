import type { BusListener } from './event-bus.js';

/** Said by a process of which something was lost on its way; it is no word that anything else begins with. */
const LOST = '!';

/**
 * A process that cannot send for a while, while others go on hearing, tells them afterwards that they have missed something:
 * they would never know.
 */
export class Losses {
  private hasLost = false;

  /** @param send rejects when the text does not get on its way */
  constructor(private readonly send: (text: string) => Promise<unknown>) {}

  /** Something did not get on its way. */
  note(): void {
    this.hasLost = true;
  }

  /** To be called when something may get through again. */
  async tell(): Promise<void> {
    if (!this.hasLost) return;
    this.hasLost = false;
    try {
      await this.send(LOST);
    } catch {
      this.hasLost = true; // the next who gets something through tells it
    }
  }
}

/** Gives a listener what another process said. */
export function passOn(text: string, listener: BusListener | undefined): void {
  if (text === LOST) listener?.missed();
  else listener?.hear(text);
}
