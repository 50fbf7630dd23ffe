import type { JSONRPCMessage, MessageExtraInfo } from '@modelcontextprotocol/server';
import type { Party } from '../inbound.js';
import { connectionClosed } from '../sdk-errors.js';
import { EngineLine, type EngineSession } from './engine-line.js';
import { sessionClient } from './session-client.js';

/** What an engine that is made, or made again, is told of its session. */
export interface KnownSession extends EngineSession {
  /** The parameters of its handshake; absent where the engine is to hear that from the client. */
  readonly opening: Readonly<Record<string, unknown>> | undefined;
  readonly isInitialized: boolean;
  /** Nothing of it goes on any more. */
  readonly isClosed: boolean;
  readonly level: string | undefined;
  party: Party;
}

const INITIALIZED: JSONRPCMessage = { jsonrpc: '2.0', method: 'notifications/initialized' };

/** The engine of one session, or pipe, while there is one. */
export class SessionEngine {
  private present: EngineLine | undefined;
  private waking: Promise<EngineLine> | undefined;

  /** @param connect connects an engine to the other end of a line */
  constructor(
    private readonly session: KnownSession,
    private readonly connect: (engine: EngineLine) => Promise<void>,
  ) {}

  /** Tells the engine what the client says; without one there is nobody who would do anything about it. */
  hear(message: JSONRPCMessage, extra: MessageExtraInfo): void {
    this.tell((engine) => engine.hear(message, extra));
  }

  /** Tells the engine something, if there is one; where it is being made, after all who wait for it already. */
  tell(say: (engine: EngineLine) => void): void {
    if (this.waking) this.waking.then(say).catch(() => undefined);
    else if (this.present) say(this.present);
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
    if (this.present) this.session.party = sessionClient(this.present.server);
  }

  /** The client has said that the handshake is over. An engine that is just being made will look for itself. */
  conclude(): void {
    this.present?.hear(INITIALIZED, {});
  }

  /** The level of the log was changed in another process. */
  setLevel(level: string): void {
    this.tell((engine) => void engine.retell('logging/setLevel', { level }, {}));
  }

  /** The engine. One that is made now is told what the client has said; who waits for it comes in turn. */
  awake(extra: MessageExtraInfo): EngineLine | Promise<EngineLine> {
    return this.waking ?? this.present ?? this.startWaking(extra);
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

  private startWaking(extra: MessageExtraInfo): Promise<EngineLine> {
    const waking = this.wake(extra);
    const over = (): void => (this.waking = undefined);
    // It is the first to know, and the others follow at once: nothing comes in between and passes them.
    waking.then(over, over);
    return (this.waking = waking);
  }

  private async wake(extra: MessageExtraInfo): Promise<EngineLine> {
    const { session } = this;
    // Whoever still works for it may ask for one; nobody would ever let that one go.
    if (session.isClosed) throw connectionClosed();
    const engine = await this.make();
    const { opening, level } = session;
    if (opening && !session.isClosed) {
      const answer = await engine.retell('initialize', opening, extra);
      if (!('result' in answer)) {
        engine.discard();
        throw new Error('The engine of a session could not be made again.');
      }
      session.party = sessionClient(engine.server);
      if (level !== undefined) await engine.retell('logging/setLevel', { level }, {});
      if (session.isInitialized) engine.hear(INITIALIZED, {});
    }
    if (session.isClosed) engine.discard();
    return (this.present = engine);
  }

  private async make(): Promise<EngineLine> {
    const engine = new EngineLine(this.session);
    await this.connect(engine);
    return engine;
  }
}
