import type { JSONRPCRequest, Server } from '@modelcontextprotocol/server';
import type { ServerLog } from '../../common/server-log.js';
import type { Era } from '../../context/exchange.js';
import type { Registry } from '../../pipeline/registry.js';
import type { Sender } from '../hot/hot-request.js';
import type { Reply } from '../hot/outlet.js';
import { standaloneLines, type Line } from '../line.js';
import { ordinaryEnvelope } from '../stateless/ordinary-envelope.js';
import { areRepeated } from '../stateless/repeated-headers.js';
import type { StandardHeaders } from '../stateless/standard-headers.js';
import { EngineCall } from './engine-call.js';
import type { SharedEngine } from './shared-engine.js';

export interface SharedEnginesParts {
  readonly registry: () => Registry;
  readonly log: ServerLog;
}

/** A stream is no answer, and what a client says of itself or asks of a server is not for all others. */
const LASTING = new Set([
  'subscriptions/listen',
  'initialize',
  'logging/setLevel',
  'resources/subscribe',
  'resources/unsubscribe',
]);

/**
 * The engines for HTTP requests that stand for themselves: one for all of an era, and not one for each request. It takes what
 * is in order beyond doubt; whoever turns the others away takes more time for it.
 */
export class SharedEngines {
  private readonly made = new WeakMap<Registry, Map<Era, Promise<SharedEngine>>>();

  constructor(
    private readonly parts: SharedEnginesParts,
    /** The server for a line that many requests share. */
    private readonly build: (line: Line) => Promise<Server>,
  ) {}

  /**
   * A request of the stateless revision, if it may go this way.
   *
   * @param message of the ordinary shape
   */
  stateless(message: JSONRPCRequest, headers: StandardHeaders, sender: Sender): EngineCall | undefined {
    const { method, params } = message;
    if (!params || LASTING.has(method)) return undefined;
    const envelope = ordinaryEnvelope(params._meta);
    if (!envelope || !areRepeated(headers, message, envelope, this.parts.registry())) return undefined;
    return new EngineCall('stateless', message, sender);
  }

  /**
   * A request of a session revision that comes without a session, if it may go this way.
   *
   * @param message of the ordinary shape, which names no revision
   */
  isolated(message: JSONRPCRequest, sender: Sender): EngineCall | undefined {
    const { method, params } = message;
    // To copy it would change the prototype of what handlers are given.
    if (LASTING.has(method) || Object.hasOwn(params?._meta ?? {}, '__proto__')) return undefined;
    return new EngineCall('session', message, sender);
  }

  /** Answers a request; nothing where its client is gone. */
  async answer(call: EngineCall): Promise<Reply | undefined> {
    return (await this.engine(call.era)).answer(call);
  }

  /** What an engine offers never changes, so other components are another engine's. */
  private engine(era: Era): Promise<SharedEngine> {
    const registry = this.parts.registry();
    const engines = this.made.get(registry) ?? new Map<Era, Promise<SharedEngine>>();
    this.made.set(registry, engines);
    let engine = engines.get(era);
    if (!engine) {
      engine = this.make(era);
      engines.set(era, engine);
    }
    return engine;
  }

  private async make(era: Era): Promise<SharedEngine> {
    const server = await this.build(standaloneLines[era]);
    const { SharedEngine } = await import('./shared-engine.js');
    return new SharedEngine(era, server, this.parts.log);
  }
}
