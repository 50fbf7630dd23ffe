import type { Attention, Command, Report } from '../messages.js';

/** How many reports may wait for the dev process; beyond that calls and what they say are counted and not told. */
const MAX_WAITING = 2_000;
/** How many with those that must not be lost: a dev process that is stopped reads nothing for as long as it pleases. */
const MOST = 2 * MAX_WAITING;
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
    if (process.connected && !this.isBehind) return true;
    this.calls++;
    return false;
  }

  /** Whether so much waits that what can be looked at again later need not be told now. */
  get isBehind(): boolean {
    return this.waiting.length >= MAX_WAITING;
  }

  /** Tells something that must not be lost: there is room for it when there is none for all the rest. */
  tell(report: Report): void {
    if (!process.connected) return;
    if (this.waiting.length >= MOST) return void this.entries++;
    this.waiting.push(report);
    if (!this.isSending) this.gather();
  }

  /** Tells something that is left out, and counted, when there is too much. */
  mention(report: Report): void {
    if (this.isBehind) this.entries++;
    else this.tell(report);
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
