import { constants } from 'node:buffer';
import { Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { LineWriter } from '../../src/transport/stdio/line-writer.js';

const MEGABYTE = 2 ** 20;

/** Keeps what it is given, piece by piece. */
class Kept extends Writable {
  readonly pieces: Buffer[] = [];

  constructor() {
    super({ highWaterMark: 64 * MEGABYTE });
  }

  override _write(piece: Buffer, _encoding: string, done: () => void): void {
    this.pieces.push(piece);
    done();
  }

  get text(): string {
    return Buffer.concat(this.pieces).toString();
  }
}

describe('lines to a pipe', () => {
  test('what is said in one go leaves in one go', async () => {
    const kept = new Kept();
    const writer = new LineWriter(kept);
    for (const line of ['one', '', 'three']) void writer.write(line);
    expect(kept.pieces).toEqual([]);
    await setImmediate();
    expect(kept.pieces.map(String)).toEqual(['one\n\nthree\n']);
  });

  test('much leaves in pieces: no text grows without bounds', async () => {
    const kept = new Kept();
    const writer = new LineWriter(kept);
    const lines = Array.from({ length: 100 }, (_, i) => String(i % 10).repeat(100_000));
    for (const line of lines) void writer.write(line);
    await setImmediate();
    expect(Math.max(...kept.pieces.map(({ length }) => length))).toBeLessThanOrEqual(MEGABYTE + 100);
    expect(kept.text).toBe(`${lines.join('\n')}\n`);
  });

  test('texts, bytes and what is too long to wait keep their order', async () => {
    const kept = new Kept();
    const writer = new LineWriter(kept);
    const long = 'l'.repeat(2 * MEGABYTE);
    void writer.write('first');
    void writer.write('with ', Buffer.from('bytes'));
    void writer.write('between');
    void writer.write(long);
    void writer.write('again with ', Buffer.from('bytes'));
    void writer.write('last');
    await setImmediate();
    expect(kept.text).toBe(`first\nwith bytes\nbetween\n${long}\nagain with bytes\nlast\n`);
  });

  test('a line that Node cannot write is an error of whoever writes it, and keeps no other', async () => {
    const kept = new Kept();
    const writer = new LineWriter(kept);
    void writer.write('before');
    expect(() => void writer.write(' '.repeat(constants.MAX_STRING_LENGTH))).toThrow(RangeError);
    void writer.write('after');
    await setImmediate();
    expect(kept.text).toBe('before\nafter\n');
  });
});
