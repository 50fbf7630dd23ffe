import type { Eventually } from '../common/eventually.js';
import type { Exchange } from '../context/exchange.js';
import type { Flow } from '../context/flow.js';
import type { LogLevel, Peer, PeerNotification, PeerRequest } from '../context/peer.js';
import type { ProgressState } from '../context/progress/progress-service.js';
import type { SuspendableFlow } from './suspendable-flow.js';

/**
 * The exchange a suspendable flow's handler holds: it always speaks for the request the flow goes on with, whatever
 * request it began with. Questions go to the flow.
 */
export function flowExchange(flow: SuspendableFlow): Exchange {
  return new FlowExchange(flow);
}

class FlowExchange implements Exchange {
  readonly peer: Peer;

  readonly flow: Flow;
  progress: ProgressState | undefined = undefined;

  /** @param source what is derived from this exchange may have another flow */
  constructor(private readonly source: SuspendableFlow) {
    this.flow = source;
    this.peer = new FlowPeer(source);
  }

  get id() {
    return this.source.current.id;
  }
  get method() {
    return this.source.current.method;
  }
  get params() {
    return this.source.current.params;
  }
  get meta() {
    return this.source.current.meta;
  }
  get era() {
    return this.source.current.era;
  }
  get hasSessions() {
    return this.source.current.hasSessions;
  }
  get protocolVersion() {
    return this.source.current.protocolVersion;
  }
  get transport() {
    return this.source.current.transport;
  }
  get client() {
    return this.source.current.client;
  }
  get principal() {
    return this.source.current.principal;
  }
  get session() {
    return this.source.current.session;
  }
  get trace() {
    return this.source.current.trace;
  }
  get http() {
    return this.source.current.http;
  }
  get task() {
    return this.source.current.task;
  }
  get signal() {
    return this.source.signal;
  }
}

class FlowPeer implements Peer {
  constructor(private readonly flow: SuspendableFlow) {}

  get closeStream() {
    return this.flow.current.peer.closeStream;
  }
  get asksThroughModel() {
    return this.flow.current.peer.asksThroughModel;
  }

  notify(notification: PeerNotification): Eventually<void> {
    return this.flow.current.peer.notify(notification);
  }

  log(level: LogLevel, data: unknown, logger: string | undefined): Eventually<void> {
    return this.flow.current.peer.log(level, data, logger);
  }

  ask(request: PeerRequest, key?: string): Promise<unknown> {
    return this.flow.ask(request, key);
  }
}
