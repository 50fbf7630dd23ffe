import type { TaskNews } from '../../protocol/tasks/task-news.js';
import { isAcknowledgement } from '../../protocol/tasks/task-news.js';

const DATA = 'data: ';

/** Lets news of tasks flow along in a stream of changes. An answer that is no stream stays as it is. */
export function withNews(response: Response, news: TaskNews): Response {
  const isStream = response.headers.get('content-type') === 'text/event-stream';
  if (!isStream || response.body === null) return response;
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const reader = response.body.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  void merge(reader, writable.getWriter(), news);
  return new Response(readable, { status: response.status, headers: response.headers });
}

/** Each write waits until it is taken, so whoever reads slowly is told only how a task stands then. */
async function merge(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  writer: WritableStreamDefaultWriter<Uint8Array>,
  news: TaskNews,
): Promise<void> {
  const over = new AbortController();
  const hangUp = (): void => over.abort();
  // Fails where the client has closed the stream.
  writer.closed.then(hangUp, async () => {
    hangUp();
    await reader.cancel();
  });
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      const message = messageIn(value);
      const own = message && news.rewrite(message);
      if (!message) await writer.write(value);
      else if (own) await writer.write(frame(own));
      if (message && isAcknowledgement(message))
        void news.follow((about) => writer.write(frame(about)), over.signal);
    }
    hangUp();
    await writer.close();
  } catch {
    hangUp(); // The client has gone away, and nobody is left to be told.
  }
}

/** The engine writes each message at once; what is none keeps the connection awake. */
function messageIn(chunk: Uint8Array): object | undefined {
  const data = new TextDecoder()
    .decode(chunk)
    .split('\n')
    .find((line) => line.startsWith(DATA));
  return data === undefined ? undefined : (JSON.parse(data.slice(DATA.length)) as object);
}

function frame(message: object): Uint8Array {
  return new TextEncoder().encode(`event: message\n${DATA}${JSON.stringify(message)}\n\n`);
}
