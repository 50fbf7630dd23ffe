import { Writable } from 'node:stream';

/** The protocol's own way to stdout, while everything else that is written there goes to stderr. */
export interface GuardedStdout {
  readonly protocol: Writable;
  /** How many bytes had gone to stdout before, past any guard. */
  readonly bytesBefore: number;
  release(): void;
}

/**
 * On stdio nothing but protocol may reach stdout. From now on `console.log` and every other write to
 * `process.stdout` ends on stderr; only the returned stream reaches the real stdout.
 */
export function guardStdout(stdout: NodeJS.WriteStream = process.stdout): GuardedStdout {
  const bytesBefore = stdout.bytesWritten ?? 0; // a file has no count
  const write = stdout.write.bind(stdout);
  stdout.write = process.stderr.write.bind(process.stderr);
  const protocol = new Writable({
    decodeStrings: false,
    write: (chunk: string | Buffer, encoding, done) => void write(chunk, encoding, done),
    writev: (chunks, done) => {
      stdout.cork();
      chunks.forEach(({ chunk, encoding }, i) =>
        write(chunk as string | Buffer, encoding, i + 1 < chunks.length ? undefined : done),
      );
      stdout.uncork();
    },
  });
  const forward = (error: Error) => protocol.destroy(error);
  stdout.on('error', forward);
  return {
    protocol,
    bytesBefore,
    release: () => {
      stdout.write = write;
      stdout.off('error', forward);
    },
  };
}
