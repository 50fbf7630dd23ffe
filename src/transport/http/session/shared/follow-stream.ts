import type { RequestId } from '@modelcontextprotocol/server';
import { setTimeout as pause } from 'node:timers/promises';
import { formatEvent, type SseConnection } from '../sse-connection.js';

/** A stream that another process writes. */
export interface FollowedStream {
  /** The requests it answers; `undefined` when it is over. */
  running(): Promise<readonly RequestId[] | undefined>;
  /** Whether the process that writes it is there. */
  isWriterAlive(): Promise<boolean>;
  replayAfter(eventId: string, send: (eventId: string, data: string) => void): Promise<void>;
}

/** In ms: how often it is looked for more. */
const LOOK_EVERY = 200;
/** In ms: how long a process must be missing until it is given up; one that was cut off for a moment comes back. */
const GIVEN_UP_AFTER = 2_000;

/**
 * Passes on what another process writes to a stream, until the stream is over or the client goes. When that process is gone
 * for good, the client is told that its requests will not be answered.
 */
export async function followStream(
  stream: FollowedStream,
  connection: SseConnection,
  lastEventId: string,
  onerror: (error: Error) => void,
): Promise<void> {
  let missingSince: number | undefined;
  let requests: readonly RequestId[] | undefined;
  let last = lastEventId;
  while (connection.isOpen) {
    try {
      // Asked before what is kept is read: then nothing comes after that.
      requests = await stream.running();
      const isAlive = requests === undefined || (await stream.isWriterAlive());
      await stream.replayAfter(last, (id, data) => {
        last = id;
        if (data !== '') void connection.write(formatEvent(id, data));
      });
      if (requests === undefined) return connection.end();
      missingSince = isAlive ? undefined : (missingSince ?? Date.now());
    } catch (cause) {
      onerror(new Error('A stream of another process cannot be read at the moment', { cause }));
    }
    if (missingSince !== undefined && Date.now() - missingSince >= GIVEN_UP_AFTER) break;
    await pause(LOOK_EVERY, undefined, { ref: false });
  }
  connection.end((requests ?? []).map((id) => formatEvent(undefined, lost(id))).join(''));
}

function lost(id: RequestId): string {
  const message = 'The server process that worked on this request is gone; whether it was done is not known';
  return JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32_000, message } });
}
