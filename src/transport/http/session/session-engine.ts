import type { JSONRPCMessage, MessageExtraInfo, Server } from '@modelcontextprotocol/server';
import type { Party } from '../../../protocol/inbound.js';
import { connectionClosed } from '../../../protocol/sdk-errors.js';
import { EngineLine, type EngineSession } from './engine-line.js';
import type { SessionLine } from './session-line.js';

/** What an engine that is made again is told of its session. */
export interface KnownSession extends EngineSession {
  readonly line: SessionLine;
  /** The parameters of its handshake. */
  readonly opening: Readonly<Record<string, unknown>>;
  readonly isInitialized: boolean;
  /** Nothing of it goes on any more. */
  readonly isClosed: boolean;
  readonly level: string | undefined;
  party: Party;
}

const INITIALIZED: JSONRPCMessage = { jsonrpc: '2.0', method: 'notifications/initialized' };

/** The engine of one session, while there is one. */
export class SessionEngine {
  private present: EngineLine | undefined;
  private waking: Promise<EngineLine> | undefined;

  constructor(
    private readonly session: KnownSession,
    private readonly build: (line: EngineLine, session: SessionLine) => Promise<Server>,
  ) {}

  /** Tells the engine what the client says; without one there is nobody who would do anything about it. */
  hear(message: JSONRPCMessage, extra: MessageExtraInfo): void {
    if (this.waking) void this.waking.then((engine) => engine.hear(message, extra)).catch(() => undefined);
    else this.present?.hear(message, extra);
  }

  /** Lets a new engine hear the handshake. */
  async begin(message: JSONRPCMessage, extra: MessageExtraInfo): Promise<void> {
    const engine = await this.make();
    if (this.session.isClosed) return engine.discard();
    this.present = engine;
    engine.hear(message, extra);
  }

  /** The handshake has succeeded: notes what the engine knows of the client. */
  meet(): void {
    const server = this.present?.server;
    if (!server) return;
    const info = server.getClientVersion();
    const capabilities = server.getClientCapabilities() ?? {};
    this.session.party = {
      client: { name: info?.name, version: info?.version, capabilities },
      protocolVersion: server.getNegotiatedProtocolVersion() ?? '2025-03-26',
    };
  }

  /** The client has said that the handshake is over. An engine that is just being made will look for itself. */
  conclude(): void {
    this.present?.hear(INITIALIZED, {});
  }

  /** The level of the log was changed in another process. */
  setLevel(level: string): void {
    void this.present?.retell('logging/setLevel', { level }, {});
  }

  /** The engine. One that is made now is told what the client has said. */
  awake(extra: MessageExtraInfo): EngineLine | Promise<EngineLine> {
    return this.present ?? (this.waking ??= this.wake(extra).finally(() => (this.waking = undefined)));
  }

  /** Lets the engine go until it is needed. */
  rest(): void {
    this.present?.discard();
    this.present = undefined;
  }

  /** Nothing goes on any more. */
  end(): void {
    this.present?.discard();
  }

  private async wake(extra: MessageExtraInfo): Promise<EngineLine> {
    const { session } = this;
    // Whoever still works for it may ask for one; nobody would ever let that one go.
    if (session.isClosed) throw connectionClosed();
    const engine = await this.make();
    const answer = await engine.retell('initialize', session.opening, extra);
    if (!('result' in answer)) throw new Error('The engine of a session could not be made again.');
    this.present = engine;
    this.meet();
    if (session.isInitialized) engine.hear(INITIALIZED, {});
    if (session.level !== undefined) await engine.retell('logging/setLevel', { level: session.level }, {});
    if (session.isClosed) engine.discard();
    return engine;
  }

  private async make(): Promise<EngineLine> {
    const engine = new EngineLine(this.session);
    engine.server = await this.build(engine, this.session.line);
    return engine;
  }
}
