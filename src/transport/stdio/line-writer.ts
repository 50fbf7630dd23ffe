import type { Writable } from 'node:stream';

/** So much waits for its pause, in characters; more leaves at once. */
const MOST = 2 ** 20;

/**
 * Writes lines: all that are there when the running work pauses in one go, since each write is a call of the system. What is
 * given is written in the order it came, and nobody waits but where the reader does not keep up.
 */
export class LineWriter {
  private lines: string[] = [];
  private length = 0;
  /** What comes before them, where some of that is bytes. */
  private pieces: (string | Buffer)[] | undefined;
  private drained: Promise<void> | undefined;

  constructor(private readonly stream: Writable) {}

  /**
   * @param rest of the line, in bytes
   * @returns when more may be written; `undefined` for at once
   */
  write(line: string, rest?: Buffer): Promise<void> | undefined {
    if (this.length + line.length > MOST) this.flush();
    // Set when a promise is settled: then all that can be answered by now comes before it.
    if (this.lines.length === 0 && !this.pieces) process.nextTick(this.flush);
    this.lines.push(line);
    this.length += line.length;
    if (rest) {
      (this.pieces ??= []).push(this.lines.join('\n'), rest, '\n');
      this.lines = [];
    }
    // One that is too long for Node to write fails here, where its request can still be told.
    if (this.length > MOST) this.flush();
    return this.drained;
  }

  readonly flush = (): void => {
    const { lines, pieces, stream } = this;
    if (lines.length === 0 && !pieces) return;
    this.lines = [];
    this.length = 0;
    this.pieces = undefined;
    if (stream.destroyed) return;
    lines.push(''); // the last line ends, too
    const text = lines.join('\n');
    if (!(pieces ? this.writeAll([...pieces, text]) : stream.write(text)))
      this.drained ??= this.untilDrained();
  };

  private writeAll(pieces: readonly (string | Buffer)[]): boolean {
    const { stream } = this;
    let mayGoOn = true;
    stream.cork();
    for (const piece of pieces) mayGoOn = stream.write(piece);
    stream.uncork();
    return mayGoOn;
  }

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
