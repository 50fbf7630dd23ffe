import { createHash } from 'node:crypto';
import { isPorticoError } from '../../common/portico-error.js';
import type { ServerLog } from '../../common/server-log.js';
import type { Exchange } from '../exchange.js';
import { clientCan, requireClient, type ClientNeed } from '../missing-capability-error.js';
import { failedAtProvider, refusedByUser, unusableAnswer } from './sample-errors.js';
import { readSamplingAnswer, type SamplingAnswer } from './sampling-answer.js';
import type { SamplingSettings } from './sampling-provider.js';
import type { SamplingRequest } from './sampling-request.js';
import { toClient } from './to-client.js';

/** The protocol's code for a user who said no. */
const REFUSED = -1;

/** Ways of a client not to answer; every other error is one of this server or ends the call. */
const fallbacks = [
  'PORTICO_CLIENT_REFUSED',
  'PORTICO_SAMPLE_REFUSED',
  'PORTICO_SAMPLE_ANSWER',
  'PORTICO_CANNOT_ASK',
];

/** What a provider's answer is kept as: when the handler runs again, so does its failure. */
type Kept = { readonly answer: SamplingAnswer } | { readonly failure: string };

/**
 * Whose model answers the turns of one call: the client's, or the server's own. A call that had to change to the
 * server's own stays with it.
 */
export class ModelRoute {
  private constructor(
    private readonly exchange: Exchange,
    private readonly what: string,
    private readonly settings: SamplingSettings | undefined,
    private readonly log: ServerLog,
    private asksClient: boolean,
  ) {}

  /**
   * @param needs what the client must have declared to be asked
   * @param what the call of the tool's author, for messages: `ctx.sample`
   * @throws MissingCapabilityError where neither the client nor the server has a model that can do it
   */
  static choose(
    exchange: Exchange,
    what: string,
    needs: readonly ClientNeed[],
    settings: SamplingSettings | undefined,
    log: ServerLog,
  ): ModelRoute {
    if (!settings) for (const need of needs) requireClient(exchange, need, what);
    const asksClient = settings?.when !== 'always' && needs.every((need) => clientCan(exchange, need));
    return new ModelRoute(exchange, what, settings, log, asksClient);
  }

  /** Whether this route leads to a model that can use tools. */
  get canUseTools(): boolean {
    return !this.asksClient || clientCan(this.exchange, 'sampling.tools');
  }

  /**
   * One turn.
   *
   * @param key of the question to the client
   * @param call names the call of the provider within the handler's run
   */
  async ask(request: SamplingRequest, key: string, call: string): Promise<SamplingAnswer> {
    this.exchange.signal.throwIfAborted();
    if (!this.asksClient) return this.askProvider(request, call);
    try {
      return await this.askClient(request, key);
    } catch (error) {
      if (!this.settings || !fallbacks.some((code) => isPorticoError(error, code))) throw error;
      this.log.info(`${this.what}: the client's model did not answer, so the server's own does.`, error);
      this.asksClient = false;
      return this.askProvider(request, call);
    }
  }

  private async askClient(request: SamplingRequest, key: string): Promise<SamplingAnswer> {
    const { peer } = this.exchange;
    const params = toClient(request, clientCan(this.exchange, 'sampling.tools'));
    const raw = await peer.ask({ method: 'sampling/createMessage', params }, key).catch((error: unknown) => {
      throw isRefusal(error) ? refusedByUser(this.what, error) : error;
    });
    try {
      return readSamplingAnswer(request, raw);
    } catch (error) {
      throw unusableAnswer(this.what, error as Error);
    }
  }

  private async askProvider(request: SamplingRequest, call: string): Promise<SamplingAnswer> {
    const { exchange, what } = this;
    let cause: unknown;
    const name = () => `${call}.${digest(request)}`;
    const kept = await exchange.flow.remember<Kept>(name, async () => {
      try {
        const raw = await this.settings!.provider.createMessage(request, { signal: exchange.signal });
        return { answer: JSON.parse(JSON.stringify(readSamplingAnswer(request, raw))) as SamplingAnswer };
      } catch (error) {
        exchange.signal.throwIfAborted();
        cause = error;
        return { failure: error instanceof Error ? error.message : String(error) };
      }
    });
    if ('answer' in kept) return kept.answer;
    throw failedAtProvider(what, kept.failure, cause);
  }
}

function isRefusal(error: unknown): boolean {
  return (error as { cause?: { code?: unknown } } | undefined)?.cause?.code === REFUSED;
}

/** An answer is never given to another question, whatever their names. */
function digest(request: SamplingRequest): string {
  return createHash('sha256').update(JSON.stringify(request)).digest('base64url').slice(0, 22);
}
