import { eventually } from './eventually.js';
import { statelessMeta } from './server-process.js';

/** A `subscriptions/listen` stream of a stateless client over HTTP. */
export interface EventStream {
  /** The methods of the notifications so far, the acknowledgement left out. */
  readonly told: string[];
  /** What the server acknowledged. */
  readonly acknowledged: Readonly<Record<string, unknown>>;
  close(): void;
}

/** Opens a stream that asks for everything, and waits until the server has acknowledged it. */
export async function listenTo(
  url: string | URL,
  {
    meta = {},
    uris = [],
    headers = {},
  }: { meta?: object; uris?: readonly string[]; headers?: Readonly<Record<string, string>> } = {},
): Promise<EventStream> {
  const stop = new AbortController();
  const response = await fetch(url, {
    method: 'POST',
    signal: stop.signal,
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'subscriptions/listen',
      ...headers,
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'subscriptions/listen',
      params: {
        _meta: { ...statelessMeta, ...meta },
        notifications: {
          toolsListChanged: true,
          resourcesListChanged: true,
          promptsListChanged: true,
          ...(uris.length > 0 && { resourceSubscriptions: uris }),
        },
      },
    }),
  });
  const told: string[] = [];
  let acknowledged: Readonly<Record<string, unknown>> | undefined;
  const read = async (): Promise<void> => {
    let rest = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop()!;
      for (const line of lines.filter((text) => text.startsWith('data: {'))) {
        const { method, params } = JSON.parse(line.slice('data: '.length)) as {
          method?: string;
          params?: { notifications?: Record<string, unknown> };
        };
        if (method === 'notifications/subscriptions/acknowledged') acknowledged = params?.notifications;
        else if (method !== undefined) told.push(method);
      }
    }
  };
  read().catch(() => undefined); // closing it is how a test ends it
  const honoured = await eventually(() => {
    if (!acknowledged) throw new Error('The stream was not acknowledged.');
    return acknowledged;
  });
  return { told, acknowledged: honoured, close: () => stop.abort() };
}
