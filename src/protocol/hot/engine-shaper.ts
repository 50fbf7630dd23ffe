import type { JSONRPCMessage, JSONRPCRequest, RequestId } from '@modelcontextprotocol/server';
import { BriefMap } from '../../common/brief-map.js';
import type { ServerLog } from '../../common/server-log.js';
import type { Era } from '../../context/exchange.js';
import type { CacheHint } from '../../metadata/records.js';
import { EngineServer } from '../engine-server.js';
import { ALL_VERSIONS, loopback, type Loopback } from '../loopback.js';
import { toImplementation, type ServerIdentity } from '../server-identity.js';
import { listHints } from '../stateless/cache-hints.js';
import { hotMethods } from './ordinary-params.js';

export interface ShaperParts {
  readonly identity: ServerIdentity;
  readonly listCache: CacheHint | undefined;
  readonly log: ServerLog;
}

interface Waiting {
  readonly outcome: () => unknown;
  readonly tell: (answer: JSONRPCMessage) => void;
}

const ALL = { tools: {}, resources: {}, prompts: {}, logging: {} };

/**
 * The engine, for results and errors: it is told again of a request whose outcome is known, and says what the client is
 * answered. So what is out of the ordinary comes out as if the engine had read the request itself.
 */
export class EngineShaper {
  readonly server: EngineServer;
  private readonly transport: Loopback;
  private readonly waiting = new BriefMap<RequestId, Waiting>();
  private next = 0;

  constructor(era: Era, { identity, listCache, log }: ShaperParts) {
    const supportedProtocolVersions = [...ALL_VERSIONS];
    const options = { capabilities: ALL, supportedProtocolVersions, ...listHints(listCache) };
    this.server = new EngineServer(toImplementation(identity), options, log);
    for (const method of hotMethods)
      this.server.setRequestHandler(
        method as 'tools/call',
        (_request, { mcpReq: { id } }) => this.waiting.get(id)!.outcome() as never,
      );
    this.transport = loopback(era);
    this.transport.told = (answer) => this.hear(answer);
    this.server.onerror = (error) => log.debug('engine:', error.message);
    // It is connected before the first wait in there.
    void this.server.connect(this.transport);
  }

  /** @param outcome gives the result, or throws what the client is to be told */
  async shape(request: JSONRPCRequest, outcome: () => unknown): Promise<JSONRPCMessage> {
    const id = this.next++;
    const answer = await new Promise<JSONRPCMessage>((tell) => {
      this.waiting.set(id, { outcome, tell });
      this.transport.onmessage?.({ ...request, id }, {});
    });
    this.waiting.take(id);
    return { ...answer, id: request.id };
  }

  private hear(answer: JSONRPCMessage): undefined {
    // What is no answer would lead nowhere from here, and whoever sends it must hear of that.
    if ('method' in answer)
      throw new Error(`${answer.method} cannot be sent beside an answer of the hot path`);
    this.waiting.get(answer.id as RequestId)?.tell(answer);
  }
}
