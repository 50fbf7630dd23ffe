import type { CallToolResult } from '@modelcontextprotocol/server';
import { after, caught, finished, type Eventually } from '../common/eventually.js';
import type { ServerLog } from '../common/server-log.js';
import type { Exchange, TransportKind } from '../context/exchange.js';
import type { Attempt, FlowRunner } from '../interaction/flow-runner.js';
import type { FlowStore } from '../interaction/flow-store.js';
import type { QuestionPlaces } from '../interaction/question-places.js';
import type { Principal } from '../identity/principal.js';
import type { CacheHint } from '../metadata/records.js';
import type { Registry } from '../pipeline/registry.js';
import type { RequestGateway } from '../pipeline/request-gateway.js';
import { mayAsk } from './asking.js';
import { toProtocolError } from './errors.js';
import type { Inbound } from './inbound.js';
import type { Line } from './line.js';
import { RequestExchange } from './request-exchange.js';
import type { RequestPeer } from './request-peer.js';
import { IsolatedPeer } from './session/isolated-peer.js';
import { SessionPeer } from './session/session-peer.js';
import { toolFault } from './session/tool-fault.js';
import { HintedLists, wireHint } from './stateless/cache-hints.js';
import { runFlow } from './stateless/run-flow.js';
import { StatelessPeer } from './stateless/stateless-peer.js';
import { CreatedTask } from './tasks/created-task.js';
import type { LineTasks } from './tasks/line-tasks.js';
import { ThroughModel } from './through-model/through-model.js';
import { toolResult } from './tool-result.js';

/** What the flow of a request needs. */
export interface FlowParts {
  readonly store: FlowStore;
  readonly questions: QuestionPlaces;
  /** How long a question may stay open, in ms. */
  readonly ttl: number;
}

export interface HandlerParts {
  readonly gateway: RequestGateway;
  readonly registry: () => Registry;
  readonly listCache: CacheHint | undefined;
  /** Whether callers may see different components: what they are sent is then nobody else's. */
  readonly listsDiffer: () => boolean;
  readonly flows: FlowParts & { readonly runner: FlowRunner };
  /** Whether users of clients that cannot show forms are asked through the model. */
  readonly asksThroughModel: boolean;
  readonly log: ServerLog;
}

/** In ms; see {@link RequestPeer}. Over Streamable HTTP clients read event by event. */
const distances: Readonly<Partial<Record<TransportKind, number>>> = { stdio: 4, sse: 0, memory: 0 };

const NO_ATTEMPT: Attempt = { state: undefined, answers: undefined };

function unlessTask(answered: unknown): unknown {
  if (answered instanceof CreatedTask) throw answered;
  return answered;
}

/** Answers a request that was accepted: the same, whoever has read it from the line and will write what it comes to. */
export class RequestHandler {
  /** Who used a line last, where that is known; what a session sees may depend on it. */
  private readonly callers = new WeakMap<Line, Principal>();
  private readonly throughModel: ThroughModel | undefined;
  private readonly lists = new HintedLists();

  constructor(private readonly parts: HandlerParts) {
    const { gateway, registry, flows } = parts;
    if (parts.asksThroughModel) this.throughModel = new ThroughModel({ ...flows, gateway, registry });
  }

  /** Who used a line last, as far as is known. */
  callerOn(line: Line): Principal | undefined {
    return this.callers.get(line) ?? line.principal;
  }

  /**
   * @throws ProtocolError; CreatedTask where the call of a tool became one
   */
  handle(line: Line, request: Inbound, tasks?: LineTasks): Eventually<unknown> {
    const { gateway, log } = this.parts;
    const peer = this.peerFor(line, request);
    const exchange = new RequestExchange(line, request, peer);
    if (exchange.principal) this.callers.set(line, exchange.principal);
    const about = tasks?.methods[exchange.method];
    const answer = (asked: Exchange): Eventually<unknown> => {
      if (about) return gateway.surround(asked, () => about(asked, request));
      if (tasks && this.mayBecomeTask(asked)) return this.callAsTask(asked, tasks);
      return after(gateway.dispatch(asked), (outcome) => this.project(asked, outcome));
    };
    const failed = (error: unknown): unknown => {
      if (error instanceof CreatedTask) throw error;
      if (line.era === 'session' && exchange.method === 'tools/call') return toolFault(error, log);
      throw toProtocolError(line.era, error, log);
    };
    const respond = (): Eventually<unknown> => this.respond(exchange, request, answer);
    return finished(
      () => caught(tasks ? () => after(respond(), unlessTask) : respond, failed),
      () => peer.flush(),
    );
  }

  private async callAsTask(asked: Exchange, tasks: LineTasks): Promise<unknown> {
    const begun = await tasks.intercept(asked);
    if (begun instanceof CreatedTask) return begun;
    return this.project(asked, begun ?? (await this.parts.gateway.dispatch(asked)));
  }

  private peerFor(line: Line, request: Inbound): RequestPeer {
    const { era, transport, isIsolated } = line;
    const distance = distances[transport];
    if (era === 'stateless') return new StatelessPeer(request, distance);
    if (isIsolated) return new IsolatedPeer(request, distance);
    return new SessionPeer(line, request, distance, this.parts.flows, this.parts.log);
  }

  /** All others are as good as in a server without tasks. */
  private mayBecomeTask({ method, params }: Exchange): boolean {
    if (method !== 'tools/call') return false;
    if (params['task'] !== undefined) return true;
    return this.parts.registry().tools.get(String(params['name']))?.task !== undefined;
  }

  /** Lets a request be answered in the way its handler may ask meanwhile. */
  private respond(
    exchange: Exchange,
    { attempt }: Inbound,
    answer: (exchange: Exchange) => Eventually<unknown>,
  ): Eventually<unknown> {
    const { gateway, flows } = this.parts;
    const suspends = exchange.era === 'stateless' && mayAsk(exchange.method);
    const given = suspends ? attempt : NO_ATTEMPT;
    if (this.throughModel?.concerns(exchange)) return this.throughModel.run(exchange, given, answer);
    return suspends ? runFlow(flows.runner, gateway, exchange, given, answer) : answer(exchange);
  }

  /** Brings an outcome into the form the revision has for it. */
  private project({ method, params, era }: Exchange, outcome: unknown): unknown {
    const registry = this.parts.registry();
    if (method === 'tools/call') {
      const schema = registry.tools.get(String(params['name']))?.entry.outputSchema;
      return toolResult(era, outcome as CallToolResult, schema);
    }
    if (era === 'session') return outcome;
    if (method === 'resources/read') {
      const cache = registry.findResource(String(params['uri']))?.component.cache;
      if (!cache) return outcome;
      const hint = this.parts.listsDiffer() ? ({ ...cache, scope: 'private' } as const) : cache;
      return { ...(outcome as object), ...wireHint(hint) };
    }
    // Elsewhere the engine adds the hint of the options.
    const { listCache } = this.parts;
    if (!listCache || !method.endsWith('/list') || !this.parts.listsDiffer()) return outcome;
    return this.lists.of(outcome as object, { ...listCache, scope: 'private' });
  }
}
