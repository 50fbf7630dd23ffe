import type { JSONRPCMessage, JSONRPCRequest, RequestId, Server } from '@modelcontextprotocol/server';
import { after, caught, type Eventually } from '../../common/eventually.js';
import type { Era } from '../../context/exchange.js';
import type { Offer } from '../../pipeline/offer.js';
import type { Line } from '../line.js';
import type { RequestHandler } from '../request-handler.js';
import { hasReservedKeys } from '../meta-keys.js';
import { ordinaryEnvelope } from '../stateless/ordinary-envelope.js';
import { areRepeated } from '../stateless/repeated-headers.js';
import type { StandardHeaders } from '../stateless/standard-headers.js';
import type { EngineShaper, ShaperParts } from './engine-shaper.js';
import { errorText } from './error-text.js';
import { Handshake, type HandshakeParts } from './handshake.js';
import type { HotRequest, Sender } from './hot-request.js';
import { ListTexts } from './list-texts.js';
import { NoSession } from './no-session.js';
import { isOrdinary } from './ordinary-params.js';
import type { Reply } from './outlet.js';
import { resultText, stampOf, type Stamp } from './result-text.js';
import { SessionRequest, type HotSession } from './session-request.js';
import { StatelessRequest } from './stateless-request.js';

export interface HotPathParts extends ShaperParts, HandshakeParts {
  readonly listsDiffer: () => boolean;
}

type Json = Readonly<Record<string, unknown>>;

const NOTHING: Readonly<Record<string, unknown>> & { readonly _meta?: Readonly<Record<string, unknown>> } =
  {};
const PING = 'ping';

/**
 * The way of the frequent requests from the line to the handler and back, without the engine in between. It takes what it
 * understands wholly; everything else is for the engine. What comes of a request is decided by the same handler on both
 * ways, and written by the engine wherever it is out of the ordinary.
 */
export class HotPath {
  readonly handshake: Handshake;
  private readonly shapers = new Map<Era, Promise<EngineShaper>>();
  private readonly lists = { session: new ListTexts(), stateless: new ListTexts() };
  private readonly stamp: Stamp;
  private readonly noSession: HotSession;

  constructor(
    private readonly parts: HotPathParts,
    private readonly handler: RequestHandler,
  ) {
    this.handshake = new Handshake(parts);
    this.noSession = new NoSession(this, () => this.engine('session'));
    this.stamp = stampOf(parts.identity, parts.listCache);
  }

  /** What the application has to offer now. */
  get offer(): Offer {
    return this.parts.registry().offer;
  }

  /**
   * A request of the stateless revision, if it may go this way.
   *
   * @param message of the ordinary shape
   * @param headers that have to repeat what it says; absent where it did not come over HTTP
   */
  stateless(
    message: JSONRPCRequest,
    headers: StandardHeaders | undefined,
    sender: Sender,
  ): StatelessRequest | undefined {
    const { method, params } = message;
    if (!params || !this.offer.has(method)) return undefined;
    const envelope = ordinaryEnvelope(params._meta);
    if (!envelope || !isOrdinary(method, params)) return undefined;
    if (method === 'tools/call' && this.offer.becomesTask(params['name'])) return undefined;
    if (headers && !areRepeated(headers, message, envelope, this.parts.registry())) return undefined;
    const lifted = lift(params, envelope.meta);
    return new StatelessRequest(envelope, this.statelessEngine, message, lifted, envelope.meta, sender);
  }

  /**
   * A request of a session, if it may go this way.
   *
   * @param message of the ordinary shape
   */
  session(message: JSONRPCRequest, session: HotSession, sender: Sender): SessionRequest | undefined {
    const { method, params = NOTHING } = message;
    const { _meta: meta = NOTHING } = params;
    if (hasReservedKeys(meta)) return undefined;
    if (method === PING) return new SessionRequest(session, message, params, meta, sender);
    if (!session.offer?.has(method) || !isOrdinary(method, params)) return undefined;
    if (method === 'tools/call' && this.offer.becomesTask(params['name'])) return undefined;
    return new SessionRequest(session, message, params, meta, sender);
  }

  /**
   * A request of a session revision that comes without a session, if it may go this way.
   *
   * @param message of the ordinary shape
   */
  isolated(message: JSONRPCRequest, sender: Sender): SessionRequest | undefined {
    // The engine copies what it is given over HTTP, and that would change its prototype.
    if (Object.hasOwn(message.params?._meta ?? NOTHING, '__proto__')) return undefined;
    return this.session(message, this.noSession, sender);
  }

  /** Answers a request; nothing where its client has withdrawn it or is gone. */
  answer(request: HotRequest, line: Line): Eventually<Reply | undefined> {
    if (request.method === PING) return { text: enveloped('{}', request) };
    return caught(
      () => after(this.handler.handle(line, request), (outcome) => this.conclude(line.era, request, outcome)),
      (error) => this.fail(line.era, request, error),
    );
  }

  private conclude(era: Era, request: HotRequest, outcome: unknown): Eventually<Reply | undefined> {
    if (request.isAborted) return undefined;
    if (request.method.endsWith('/list')) return this.concludeList(era, request, outcome as object);
    const text = this.write(era, request, outcome);
    return text === undefined ? this.shape(era, request, () => outcome) : { text: enveloped(text, request) };
  }

  private concludeList(era: Era, request: HotRequest, list: object): Eventually<Reply | undefined> {
    const written = this.lists[era].of(list, () => this.writeList(era, request, list));
    return after(written, (text): Eventually<Reply | undefined> => {
      if (text === undefined) return this.shape(era, request, () => list);
      if (typeof text === 'string') return { text: enveloped(text, request) };
      return { text: `{"jsonrpc":"2.0","id":${idText(request.id)},"result":`, rest: text };
    });
  }

  private fail(era: Era, request: HotRequest, error: unknown): Eventually<Reply | undefined> {
    if (request.isAborted) return undefined;
    return (
      errorText(request.id, error) ??
      this.shape(era, request, () => {
        throw error;
      })
    );
  }

  /** The engine writes what is out of the ordinary. */
  private async shape(era: Era, request: HotRequest, outcome: () => unknown): Promise<Reply | undefined> {
    const shaper = await this.shaper(era);
    const answer = await shaper.shape(request.message, outcome);
    return request.isAborted ? undefined : reply(answer);
  }

  private async writeList(era: Era, request: HotRequest, outcome: unknown): Promise<string | undefined> {
    const text = this.write(era, request, outcome);
    if (text !== undefined) return text;
    const shaper = await this.shaper(era);
    const answer = await shaper.shape(request.message, () => outcome);
    return 'result' in answer ? JSON.stringify(answer.result) : undefined;
  }

  private write(era: Era, { method }: HotRequest, outcome: unknown): string | undefined {
    try {
      return resultText(era, method, outcome, this.stamp);
    } catch {
      return undefined; // what cannot be written as JSON is no result
    }
  }

  private shaper(era: Era): Promise<EngineShaper> {
    let shaper = this.shapers.get(era);
    if (!shaper) this.shapers.set(era, (shaper = this.makeShaper(era)));
    return shaper;
  }

  /** The engine is loaded for the first thing out of the ordinary: most servers start, and many run, without it. */
  private async makeShaper(era: Era): Promise<EngineShaper> {
    const { EngineShaper } = await import('./engine-shaper.js');
    return new EngineShaper(era, this.parts);
  }

  private async engine(era: Era): Promise<Server> {
    return (await this.shaper(era)).server;
  }

  private readonly statelessEngine = (): Promise<Server> => this.engine('stateless');
}

/** The parameters as handlers know them: without what describes the client. */
function lift(params: Json, meta: Json): Json {
  const lifted: Record<string, unknown> = {};
  for (const key in params) if (key !== '_meta') lifted[key] = params[key];
  if (Object.keys(meta).length > 0) lifted['_meta'] = meta;
  return lifted;
}

/** In the order in which the engine writes it. */
function enveloped(result: string, { id }: HotRequest): string {
  return `{"result":${result},"jsonrpc":"2.0","id":${idText(id)}}`;
}

function idText(id: RequestId): string {
  return typeof id === 'number' ? String(id) : JSON.stringify(id);
}

function reply(answer: JSONRPCMessage): Reply {
  const code = 'error' in answer ? answer.error.code : undefined;
  return { text: JSON.stringify(answer), code };
}
