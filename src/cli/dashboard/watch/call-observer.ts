import { createHash } from 'node:crypto';
import type { Eventually } from '../../../common/eventually.js';
import type { Redactor } from '../../../common/redaction/redactor.js';
import { DerivedExchange } from '../../../context/derived-exchange.js';
import { DerivedPeer } from '../../../context/derived-peer.js';
import type { Exchange } from '../../../context/exchange.js';
import type { LogLevel, Peer, PeerNotification, PeerRequest } from '../../../context/peer.js';
import { requestMark } from '../../../context/request-mark.js';
import { endingBy, endingOf } from '../../../pipeline/observing/ending.js';
import type { Observer } from '../../../pipeline/observing/observer.js';
import { logText } from '../../call/log-text.js';
import type { CallHead, ProgressView } from '../messages.js';
import type { DevLine } from './dev-line.js';
import { questionText } from './question-view.js';
import { resultText } from './result-text.js';
import { cut, jsonText } from './texts.js';

/** By which a call of the page is known again, in its `_meta`. */
export const TRIAL_META = 'portico/trial';

/** Where the client asks for no progress, the page does: what is reported under this token goes no further. */
const OWN_TOKEN = 'portico/dashboard';

/** In characters. */
const MAX_LOG = 2_000;

/** Tells of each call: what it is called with, says, asks, and comes to. Secrets are hidden as they are in logs. */
export function callObserver(line: DevLine, redactor: Redactor): Observer {
  return async (exchange, next) => {
    // A part of a call is seen with the call.
    if (exchange.flow.origin !== exchange.flow || !line.admits()) return next(exchange);
    const head = headOf(exchange, redactor);
    const end = (ending: ReturnType<typeof endingOf>, shown: unknown): void =>
      line.tell({
        type: 'ended',
        call: head.id,
        time: Date.now(),
        ...ending,
        result: resultText(redactor.value(shown)),
      });
    line.tell({ type: 'began', call: head });
    try {
      const result = await next(new ObservedExchange(exchange, head.id, line, redactor));
      end(endingOf(exchange, result), result);
      return result;
    } catch (error) {
      end(endingBy(exchange, error), error instanceof Error ? error.message : String(error));
      throw error;
    }
  };
}

function headOf(exchange: Exchange, redactor: Redactor): CallHead {
  const { method, params, client, era, transport, principal, task, meta, flow } = exchange;
  const target = params['name'] ?? params['uri'];
  const given = params['arguments'] ?? params['data'];
  const trial = meta[TRIAL_META];
  return {
    // The id of a flow is unguessable on purpose, and stays where it is.
    id: createHash('sha256').update(flow.origin.id).digest('hex').slice(0, 16),
    method,
    ...(typeof target === 'string' && { target: cut(redactor.text(target), 300) }),
    ...(client.name !== undefined && { client: cut(`${client.name} ${client.version ?? ''}`.trim(), 100) }),
    era,
    transport,
    ...(principal && { principal: cut(principal.subject, 100) }),
    ...(task && { task: task.id }),
    ...(typeof trial === 'string' && { trial }),
    mark: requestMark(exchange).request,
    began: Date.now(),
    ...(given !== undefined && { arguments: jsonText(redactor.value(given)) }),
  };
}

/** The same exchange, with an ear at everything that goes to the client. */
class ObservedExchange extends DerivedExchange {
  constructor(exchange: Exchange, call: string, line: DevLine, redactor: Redactor) {
    super(exchange, { peer: new ObservedPeer(exchange.peer, call, line, redactor) });
  }

  /** A flow that goes on with another request has that one's token. */
  override get meta(): Exchange['meta'] {
    return askingForProgress(this.source.meta);
  }
}

class ObservedPeer extends DerivedPeer {
  private questions = 0;

  constructor(
    peer: Peer,
    private readonly call: string,
    private readonly line: DevLine,
    private readonly redactor: Redactor,
  ) {
    super(peer);
  }

  override async notify(notification: PeerNotification): Promise<void> {
    const { call, line, redactor } = this;
    const { method, params = {} } = notification;
    if (method === 'notifications/progress') {
      line.mention({ type: 'progress', call, progress: progressOf(params, redactor) });
      if (params['progressToken'] === OWN_TOKEN) return;
    }
    await super.notify(notification);
  }

  override log(level: LogLevel, data: unknown, logger: string | undefined): Eventually<void> {
    const { call, line, redactor } = this;
    const said = cut(logText(redactor.value(data)), MAX_LOG);
    const text = logger === undefined ? said : `${logger}: ${said}`;
    line.mention({ type: 'entry', call, entry: { kind: 'log', time: Date.now(), level, text } });
    return super.log(level, data, logger);
  }

  override async ask(request: PeerRequest, key?: string): Promise<unknown> {
    const { call, line, redactor } = this;
    const question = ++this.questions;
    const answered = (answer: string): void => line.tell({ type: 'answered', call, question, answer });
    const text = cut(redactor.text(questionText(request)), MAX_LOG);
    line.tell({ type: 'entry', call, entry: { kind: 'question', time: Date.now(), id: question, text } });
    try {
      const answer = await super.ask(request, key);
      answered(jsonText(redactor.value(answer), MAX_LOG));
      return answer;
    } catch (error) {
      answered(cut(redactor.text(error instanceof Error ? error.message : String(error)), MAX_LOG));
      throw error;
    }
  }
}

/** The handler does not see that progress is asked for. */
function askingForProgress(meta: Exchange['meta']): Exchange['meta'] {
  if (meta['progressToken'] !== undefined) return meta;
  return Object.defineProperty({ ...meta }, 'progressToken', { value: OWN_TOKEN });
}

function progressOf(
  { progress, total, message }: Readonly<Record<string, unknown>>,
  redactor: Redactor,
): ProgressView {
  return {
    done: Number(progress),
    ...(typeof total === 'number' && { total }),
    ...(typeof message === 'string' && { message: cut(redactor.text(message), MAX_LOG) }),
  };
}
