import { mayGoUnheard } from '../common/unheard.js';

/**
 * A promise of an answer. A handler may await its questions one after another: when it is stopped at the first, nobody
 * listens to the second yet, and its rejection, or that of a promise made from it, would end the process. That a question
 * failed is told to who awaits it.
 */
export function attended<T>(answer: Promise<T>): Promise<T> {
  answer.catch(mayGoUnheard);
  return answer;
}
