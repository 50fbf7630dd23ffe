import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/server';
import type { ServerLog } from '../common/server-log.js';
import type { Line } from '../protocol/line.js';
import { SUBSCRIPTION_ID_META_KEY } from '../protocol/meta-keys.js';
import type { ProtocolServerFactory } from '../protocol/protocol-server.js';
import { ProtocolError } from '../protocol/sdk-errors.js';
import { isListenRequest } from '../protocol/stateless/listener.js';
import { isAcknowledgement, type TaskNews } from '../protocol/tasks/task-news.js';

/**
 * Lets the protocol judge the requests of a line that open a stream of changes, before the engine sees them, and tells
 * news of tasks on these streams. Call it when the engine has connected itself to the transport.
 */
export function admitListeners(
  transport: Transport,
  line: Pick<Line, 'transport' | 'principal'>,
  factory: ProtocolServerFactory,
  log: ServerLog,
): void {
  const { onmessage } = transport;
  const judged = new Map<unknown, Promise<void>>();
  const streams = new NewsStreams(transport, log);
  transport.onmessage = (message, extra) => {
    const pass = (): void => onmessage?.(message, extra);
    if (isListenRequest(message)) {
      const { id } = message;
      const answer = (admitted: object, news: TaskNews | undefined): void => {
        if (news) streams.open(news);
        onmessage?.(admitted as typeof message, extra);
      };
      const judging = factory
        .listen(message, line, undefined, answer)
        .catch((error: unknown) => {
          if (!(error instanceof ProtocolError)) throw error;
          const { code, message: text, data } = error;
          return transport.send({ jsonrpc: '2.0', id: id as string, error: { code, message: text, data } });
        })
        .catch((error: unknown) => log.error('A stream of changes could not be opened:', error))
        .finally(() => judged.delete(id));
      judged.set(id, judging);
      return;
    }
    // What is cancelled must have begun, or it would begin afterwards.
    const cancelled = 'method' in message && message.method === 'notifications/cancelled';
    const id = cancelled ? message.params?.['requestId'] : undefined;
    const cancel = (): void => {
      streams.end(id);
      pass();
    };
    const judging = judged.get(id);
    if (judging) void judging.then(cancel);
    else if (cancelled) cancel();
    else pass();
  };
}

/** The streams of one line that tell news of tasks. */
class NewsStreams {
  private readonly all = new Map<unknown, { readonly news: TaskNews; readonly over: AbortController }>();
  private readonly send: Transport['send'];

  constructor(
    transport: Transport,
    private readonly log: ServerLog,
  ) {
    this.send = transport.send.bind(transport);
    transport.send = (message, options) => this.pass(message, options);
    const { onclose } = transport;
    transport.onclose = () => {
      for (const id of [...this.all.keys()]) this.end(id);
      onclose?.();
    };
  }

  open(news: TaskNews): void {
    this.end(news.subscription);
    this.all.set(news.subscription, { news, over: new AbortController() });
  }

  end(id: unknown): void {
    this.all.get(id)?.over.abort();
    this.all.delete(id);
  }

  private async pass(message: JSONRPCMessage, options: Parameters<Transport['send']>[1]): Promise<void> {
    const id = subscriptionOf(message);
    const stream = this.all.get(id);
    const own = stream ? stream.news.rewrite(message) : message;
    if (own) await this.send(own, options);
    if (!stream) return;
    if (isAcknowledgement(message)) this.begin(stream.news, stream.over.signal);
    else if (!('method' in message)) this.end(id);
  }

  private begin(news: TaskNews, signal: AbortSignal): void {
    const tell = async (message: JSONRPCMessage): Promise<void> => {
      if (!signal.aborted) await this.send(message);
    };
    news.follow(tell, signal).catch((error: unknown) => this.log.debug('News of tasks:', error));
  }
}

/** Which stream a message of the engine's belongs to, or which one it answers. */
function subscriptionOf(message: JSONRPCMessage): unknown {
  if (!('method' in message)) return message.id;
  return message.params?._meta?.[SUBSCRIPTION_ID_META_KEY];
}
