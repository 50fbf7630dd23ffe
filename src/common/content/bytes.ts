import { PorticoError } from '../portico-error.js';

/** Bytes, or something that gives them piece by piece: a Node or web stream, a generator, a Blob. */
export type ByteSource = Uint8Array | Blob | AsyncIterable<Uint8Array | string>;

export function isByteSource(value: unknown): value is ByteSource {
  return (
    value instanceof Uint8Array ||
    value instanceof Blob ||
    (typeof value === 'object' && value !== null && Symbol.asyncIterator in value)
  );
}

/**
 * Collects what a source gives.
 *
 * @param limit in bytes
 * @throws PorticoError `PORTICO_RESULT_SIZE` when there is more
 */
export async function collectBytes(source: ByteSource, limit = 64 * 1024 * 1024): Promise<Uint8Array> {
  if (source instanceof Uint8Array) return source;
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of source instanceof Blob ? source.stream() : source) {
    const bytes = Buffer.from(piece as Uint8Array);
    size += bytes.length;
    if (size > limit)
      throw new PorticoError(
        'PORTICO_RESULT_SIZE',
        `The stream gave more than ${limit} bytes. Return a link to the data instead.`,
      );
    pieces.push(bytes);
  }
  return Buffer.concat(pieces);
}
