import type {
  JSONRPCMessage,
  JSONRPCRequest,
  MessageExtraInfo,
  RequestId,
  Server,
  TransportSendOptions,
} from '@modelcontextprotocol/server';
import { BriefMap } from '../../common/brief-map.js';
import type { ServerLog } from '../../common/server-log.js';
import type { Era } from '../../context/exchange.js';
import type { Reply } from '../hot/outlet.js';
import { CLASSIFIED, loopback, type Loopback } from '../loopback.js';
import { asHttpRequest, type EngineCall } from './engine-call.js';

type Answer = Exclude<JSONRPCMessage, { method: string }>;

/**
 * One engine for requests that have nothing in common. To the engine each goes by an id of its own, and what the engine says
 * goes back to where the request came from. It is told of nothing but requests that leave no trace in it.
 */
export class SharedEngine {
  private readonly transport: Loopback;
  private readonly running = new BriefMap<RequestId, EngineCall>();
  private next = 0;
  private isDelivering = false;

  /** @param server answers what it accepts as {@link SharedRequest} */
  constructor(
    private readonly era: Era,
    server: Server,
    private readonly log: ServerLog,
  ) {
    server.onerror = (error) => log.debug('engine:', error.message);
    this.transport = loopback(era);
    this.transport.told = (message, options) => this.hear(message, options);
    // It is connected before the first wait in there.
    void server.connect(this.transport);
  }

  /** @returns what the client is answered; nothing where it has gone away */
  async answer(call: EngineCall): Promise<Reply | undefined> {
    if (call.isGone) return undefined;
    const id = this.next++;
    const { auth } = call.sender;
    const extra = {
      classification: CLASSIFIED[this.era],
      request: asHttpRequest(call),
      authInfo: auth,
    } as MessageExtraInfo;
    try {
      return await new Promise<Reply | undefined>((settle) => {
        call.settle = settle;
        this.running.set(id, call);
        this.deliver({ ...call.message, id }, extra);
      });
    } finally {
      this.running.take(id);
    }
  }

  /** What the engine answers meanwhile, it answers without asking anybody. */
  private deliver(message: JSONRPCRequest, extra: MessageExtraInfo): void {
    this.isDelivering = true;
    try {
      this.transport.onmessage?.(message, extra);
    } finally {
      this.isDelivering = false;
    }
  }

  private hear(message: JSONRPCMessage, options?: TransportSendOptions): Promise<void> | undefined {
    if (!('method' in message)) {
      const call = this.running.get(message.id!);
      call?.settle(this.reply({ ...message, id: call.message.id }));
      return undefined;
    }
    const related = options?.relatedRequestId;
    if (related === undefined) throw new Error(`${message.method} belongs to no request, and leads nowhere.`);
    return this.running.get(related)?.outlet.send(JSON.stringify(message), message.method);
  }

  /** A result that cannot be written still has to become an answer. */
  private reply(answer: Answer): Reply {
    try {
      const text = JSON.stringify(answer);
      if (!('error' in answer)) return { text };
      return { text, code: answer.error.code, isUnheard: this.isDelivering && this.era === 'stateless' };
    } catch (cause) {
      this.log.debug('engine:', `The answer to request ${answer.id} cannot be written as JSON:`, cause);
      const error = { code: -32_603, message: 'Internal error' };
      return { text: JSON.stringify({ jsonrpc: '2.0', id: answer.id, error }) };
    }
  }
}
