import type { SamplingContent } from './messages/sampling-message.js';
import type { SamplingRequest } from './sampling-request.js';

/** What a provider answers: one block or several. */
export interface SamplingProviderAnswer {
  readonly model: string;
  readonly content: SamplingContent | readonly SamplingContent[];
  /** `endTurn`, `stopSequence`, `maxTokens`, `toolUse`, or a reason of its own. */
  readonly stopReason?: string | undefined;
}

/**
 * A model of the server's own, for clients that have none to lend. It must be able to use tools where a request has any.
 *
 * @example
 * ```ts
 * const echo: SamplingProvider = {
 *   createMessage: async ({ messages }) => ({
 *     model: 'echo',
 *     content: messages.at(-1)!.content,
 *     stopReason: 'endTurn',
 *   }),
 * };
 * ```
 */
export interface SamplingProvider {
  /** @throws anything; the author of the tool gets `PORTICO_SAMPLE_PROVIDER` with it as cause */
  createMessage(
    request: SamplingRequest,
    options: { readonly signal: AbortSignal },
  ): Promise<SamplingProviderAnswer>;
}

/** Which model answers `ctx.sample`. */
export interface SamplingSettings {
  readonly provider: SamplingProvider;
  /**
   * `fallback`: the client's model, and the provider where the client has no model to lend, refuses or fails. (A client
   * of the stateless revision that refuses just does not come back; nobody is told.)
   * `always`: the provider; the client is never asked. Default: `fallback`.
   */
  readonly when?: 'fallback' | 'always';
}
