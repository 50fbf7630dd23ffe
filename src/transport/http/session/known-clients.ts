import { deepFreeze } from '../../../common/deep-freeze.js';
import type { Introduction } from '../../../protocol/session/ordinary-opening.js';

/** So many different ones are kept; a client that varies them gains nothing but memory of its own. */
const MOST = 256;

/** What is longer than this, in characters, is nobody else's. */
const LONGEST = 2_048;

/**
 * Most sessions of a server are opened by a few clients, in the very same words: these are kept once, and frozen, since
 * what a handler is shown of one client is then shown of others too.
 */
export class KnownClients {
  private readonly known = new Map<string, Introduction>();

  /** The same in the words of those who came before, where there were any. */
  of({ opening, party }: Introduction): Introduction {
    const text = JSON.stringify([opening, party]);
    if (text.length > LONGEST) return { opening, party };
    const known = this.known.get(text);
    if (known) return known;
    if (this.known.size >= MOST) this.known.clear();
    const given = deepFreeze({ opening, party });
    this.known.set(text, given);
    return given;
  }
}
