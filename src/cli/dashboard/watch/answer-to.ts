import type { PeerRequest } from '../../../context/peer.js';
import type { Answer } from '../messages.js';

/**
 * The answer in the protocol's words. Who declines for a model gives an error, as a client does.
 *
 * @throws Error where a model's answer was declined
 */
export function answerTo({ method }: Pick<PeerRequest, 'method'>, { action, content }: Answer): object {
  if (method === 'elicitation/create')
    return { action, ...(action === 'accept' && content !== undefined && { content }) };
  if (action !== 'accept') throw new Error('The user rejected the request for a model.');
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  return { role: 'assistant', model: 'dashboard', stopReason: 'endTurn', content: { type: 'text', text } };
}
