import type { JSONRPCMessage, JSONRPCRequest, Server } from '@modelcontextprotocol/server';
import type { Era } from '../../context/exchange.js';
import type { Line } from '../line.js';
import type { RequestHandler } from '../request-handler.js';
import { hasReservedKeys, SERVER_INFO_META_KEY } from '../meta-keys.js';
import { toImplementation } from '../server-identity.js';
import { ordinaryEnvelope } from '../stateless/ordinary-envelope.js';
import { repeatMessage, type StandardHeaders } from '../stateless/standard-headers.js';
import { EngineShaper, type ShaperParts } from './engine-shaper.js';
import { Handshake, type HandshakeParts } from './handshake.js';
import type { HotRequest, Sender } from './hot-request.js';
import { ListTexts } from './list-texts.js';
import { Offers, type Offer } from './offer.js';
import { isOrdinary } from './ordinary-params.js';
import type { Reply } from './outlet.js';
import { resultText } from './result-text.js';
import { SessionRequest, type HotSession } from './session-request.js';
import { StatelessRequest } from './stateless-request.js';

export interface HotPathParts extends ShaperParts, HandshakeParts {
  readonly listsDiffer: () => boolean;
}

const NOTHING: Readonly<Record<string, unknown>> & { readonly _meta?: Readonly<Record<string, unknown>> } =
  {};
const PING = 'ping';

const STATELESS: Line = { era: 'stateless', transport: 'http' };

/**
 * The way of the frequent requests from the line to the handler and back, without the engine in between. It takes what it
 * understands wholly; everything else is for the engine. What comes of a request is decided by the same handler on both
 * ways, and written by the engine wherever it is out of the ordinary.
 */
export class HotPath {
  readonly handshake: Handshake;
  private readonly shapers = new Map<Era, EngineShaper>();
  private readonly offers = new Offers();
  private readonly lists = { session: new ListTexts(), stateless: new ListTexts() };
  private readonly stamp: string;

  constructor(
    private readonly parts: HotPathParts,
    private readonly handler: RequestHandler,
  ) {
    this.handshake = new Handshake(parts);
    const meta = { [SERVER_INFO_META_KEY]: toImplementation(parts.identity) };
    this.stamp = `"resultType":"complete","_meta":${JSON.stringify(meta)}`;
  }

  /** What the application has to offer now. */
  get offer(): Offer {
    return this.offers.of(this.parts.registry());
  }

  /**
   * A request of the stateless revision, if it may go this way.
   *
   * @param message of the ordinary shape
   */
  stateless(message: JSONRPCRequest, headers: StandardHeaders, sender: Sender): StatelessRequest | undefined {
    const { method, params } = message;
    if (!params || !this.offer.has(method)) return undefined;
    const envelope = ordinaryEnvelope(params._meta);
    if (!envelope || headers.version !== envelope.party.protocolVersion) return undefined;
    if (!isOrdinary(method, params) || !repeatMessage(headers, method, params)) return undefined;
    if (method === 'tools/call' && !this.isPlainCall(params)) return undefined;
    const { _meta, ...rest } = params;
    const hasMeta = Object.keys(envelope.meta).length > 0;
    const lifted = hasMeta ? { ...rest, _meta: envelope.meta } : rest;
    return new StatelessRequest(envelope, this.engine, message, lifted, envelope.meta, sender);
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

  /** Answers a request; nothing where its client has withdrawn it or is gone. */
  async answer(request: HotRequest, line: Line = STATELESS): Promise<Reply | undefined> {
    const { era } = line;
    if (request.method === PING) return { text: enveloped('{}', request) };
    const shaper = this.shaper(era);
    let outcome: unknown;
    try {
      outcome = await this.handler.handle(line, request, shaper.server);
      if (request.isAborted) return undefined;
    } catch (error) {
      if (request.isAborted) return undefined;
      return reply(
        await shaper.shape(request.message, () => {
          throw error;
        }),
      );
    }
    const text = request.method.endsWith('/list')
      ? await this.lists[era].of(outcome as object, () => this.writeList(shaper, request, outcome))
      : this.write(era, request, outcome);
    if (text !== undefined) return { text: enveloped(text, request) };
    const answer = await shaper.shape(request.message, () => outcome);
    if (request.isAborted) return undefined;
    return reply(answer);
  }

  private async writeList(
    shaper: EngineShaper,
    { message }: HotRequest,
    outcome: unknown,
  ): Promise<string | undefined> {
    const answer = await shaper.shape(message, () => outcome);
    return 'result' in answer ? JSON.stringify(answer.result) : undefined;
  }

  private write(era: Era, { method }: HotRequest, outcome: unknown): string | undefined {
    try {
      return resultText(era, method, outcome, this.stamp);
    } catch {
      return undefined; // what cannot be written as JSON is no result
    }
  }

  private shaper(era: Era): EngineShaper {
    let shaper = this.shapers.get(era);
    if (!shaper) this.shapers.set(era, (shaper = new EngineShaper(era, this.parts)));
    return shaper;
  }

  /** Of tools whose calls become tasks, or whose arguments stand in headers, too, the engine knows more. */
  private isPlainCall({ name }: Readonly<Record<string, unknown>>): boolean {
    const { offer } = this;
    return !offer.becomesTask(name) && !offer.mirrorsHeaders(name);
  }

  private readonly engine = (): Server => this.shaper('stateless').server;
}

function enveloped(result: string, { id }: HotRequest): string {
  return `{"result":${result},"jsonrpc":"2.0","id":${typeof id === 'number' ? id : JSON.stringify(id)}}`;
}

function reply(answer: JSONRPCMessage): Reply {
  const code = 'error' in answer ? answer.error.code : undefined;
  return { text: JSON.stringify(answer), code };
}
