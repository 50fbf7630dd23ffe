import type { Server } from '@modelcontextprotocol/server';
import { UNKNOWN_PARTY } from '../session/session-client.js';
import type { HotPath } from './hot-path.js';
import type { Offer } from '../../pipeline/offer.js';
import type { HotSession } from './session-request.js';

/** Where a request of a session revision comes without a session: nothing is known of its client, who has set nothing. */
export class NoSession implements HotSession {
  readonly id = undefined;
  readonly party = UNKNOWN_PARTY;
  readonly level = undefined;

  /** @param engine which refuses what is no answer: it would reach nobody */
  constructor(
    private readonly path: Pick<HotPath, 'offer'>,
    readonly engine: () => Promise<Server>,
  ) {}

  get offer(): Offer {
    return this.path.offer;
  }
}
