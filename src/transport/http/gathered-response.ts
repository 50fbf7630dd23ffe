import { SafeResponse } from './safe-response.js';
import { turn, type Leaving } from './turn.js';

/** So much is gathered, in characters; what is larger leaves at once. */
const MOST = 16 * 2 ** 10;

/**
 * A response that leaves at the end of the turn, with all others of that turn and in one piece. A write is a call of the system
 * that wakes its reader: among the work for other requests it costs twice what it costs among other writes.
 */
export class GatheredResponse extends SafeResponse implements Leaving {
  private gathered = '';
  private isWaiting = false;
  private isOver = false;

  override write(...args: unknown[]): boolean {
    const [text] = args;
    if (args.length === 1 && typeof text === 'string' && this.gather(text)) return true;
    this.send();
    return super.write(...(args as [string]));
  }

  override end(...args: unknown[]): this {
    const [text = ''] = args;
    if (args.length <= 1 && typeof text === 'string' && this.gather(text)) {
      this.isOver = true;
      return this;
    }
    this.send();
    return super.end(...(args as [string]));
  }

  leave(): void {
    this.isWaiting = false;
    this.send();
  }

  private gather(text: string): boolean {
    if (this.isOver || this.writableEnded || this.gathered.length + text.length > MOST) return false;
    this.gathered += text;
    if (!this.isWaiting) turn.take(this);
    this.isWaiting = true;
    return true;
  }

  private send(): void {
    const { gathered, isOver } = this;
    this.gathered = '';
    this.isOver = false;
    if (isOver) super.end(gathered);
    else if (gathered !== '') super.write(gathered);
  }
}
