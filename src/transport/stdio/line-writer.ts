import type { Writable } from 'node:stream';

/**
 * Writes lines: all that are there when the running work pauses in one go, since each write is a call of the system. What is
 * given is written in the order it came, and nobody waits but where the reader does not keep up.
 */
export class LineWriter {
  private waiting = '';
  private drained: Promise<void> | undefined;

  constructor(private readonly stream: Writable) {}

  /** @returns when more may be written; `undefined` for at once */
  write(line: string): Promise<void> | undefined {
    // Set when a promise is settled: then all that can be answered by now comes before it.
    if (this.waiting === '') process.nextTick(this.flush);
    this.waiting += `${line}\n`;
    return this.drained;
  }

  readonly flush = (): void => {
    const text = this.waiting;
    if (text === '') return;
    this.waiting = '';
    if (!this.stream.destroyed && !this.stream.write(text)) this.drained ??= this.untilDrained();
  };

  private untilDrained(): Promise<void> {
    return new Promise((resolve) => {
      const over = (): void => {
        this.stream.off('drain', over).off('close', over);
        this.drained = undefined;
        resolve();
      };
      this.stream.on('drain', over).on('close', over);
    });
  }
}
