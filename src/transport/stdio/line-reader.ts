const NEWLINE = 0x0a;

/** Cuts what comes in pieces into lines. A piece is decoded once, however many lines it has. */
export class LineReader {
  /** The pieces of a line that has not ended. */
  private rest: Buffer[] = [];
  private size = 0;

  /** @param limit how long a line may be, in bytes */
  constructor(private readonly limit: number) {}

  /**
   * The lines that end with this piece, without their ends.
   *
   * @throws RangeError when a line that has not ended is too long; nothing can be read any more then
   */
  read(piece: Buffer): readonly string[] {
    const last = piece.lastIndexOf(NEWLINE);
    if (last === -1) {
      this.keep(piece);
      return [];
    }
    const whole = piece.subarray(0, last);
    const lines = (this.rest.length > 0 ? Buffer.concat([...this.rest, whole]) : whole)
      .toString('utf8')
      .split('\n');
    this.clear();
    if (last + 1 < piece.length) this.keep(piece.subarray(last + 1));
    return lines;
  }

  clear(): void {
    this.rest = [];
    this.size = 0;
  }

  private keep(piece: Buffer): void {
    this.size += piece.length;
    if (this.size > this.limit)
      throw new RangeError(`a message is longer than ${this.limit} bytes, and the line is closed`);
    this.rest.push(piece);
  }
}
