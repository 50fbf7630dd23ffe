import type { Attention, Command, Report } from '../messages.js';

/** How many reports may wait for the dev process; beyond that calls and what they say are counted and not told. */
const MAX_WAITING = 2_000;
/** How long reports are gathered, in ms. */
const GATHERING = 20;

/** The line from the server program to the dev process that started it. It keeps nobody alive. */
export class DevLine {
  private waiting: Report[] = [];
  private isSending = false;
  private calls = 0;
  private entries = 0;

  constructor(onCommand: (command: Command | Attention) => void) {
    process.on('message', (message: { readonly portico?: Command | Attention }) => {
      if (message?.portico) onCommand(message.portico);
    });
    process.channel?.unref();
  }

  /** Whether another call can be told of. One that cannot is counted. */
  admits(): boolean {
    if (process.connected && this.waiting.length < MAX_WAITING) return true;
    this.calls++;
    return false;
  }

  /** Tells something that must not be lost. */
  tell(report: Report): void {
    if (!process.connected) return;
    this.waiting.push(report);
    if (!this.isSending) this.gather();
  }

  /** Tells something that is left out, and counted, when there is too much. */
  mention(report: Report): void {
    if (this.waiting.length < MAX_WAITING) this.tell(report);
    else this.entries++;
  }

  private gather(): void {
    this.isSending = true;
    setTimeout(() => this.send(), GATHERING).unref();
  }

  private send(): void {
    const { waiting: portico, calls, entries } = this;
    if (calls + entries > 0) portico.push({ type: 'skipped', calls, entries });
    this.waiting = [];
    this.calls = this.entries = 0;
    process.send?.({ portico }, undefined, {}, (error) => {
      this.isSending = false;
      if (!error && this.waiting.length > 0) this.gather(); // with an error nobody is there any more
    });
  }
}
