import { PorticoError } from '../../common/portico-error.js';
import { unguessableId } from '../../common/ids.js';
import type { Exchange } from '../exchange.js';
import { readAnswer } from './read-answer.js';

/** What can be said about a URL that a person is asked to open. */
export interface ElicitUrlOptions {
  /** Names the question within the call; see {@link ElicitOptions.key}. */
  readonly key?: string;
  /**
   * Identifies the matter to the client, where the revision has such an id (2025-11-25). Give it when the page behind
   * the URL knows the matter by an id already. Default: one that cannot be guessed.
   */
  readonly elicitationId?: string;
}

/** What came of asking a person to open a URL. */
export interface UrlAnswer {
  /** `accept`: they agreed to open it. What they do there the client does not know. */
  readonly action: 'accept' | 'decline' | 'cancel';

  /**
   * Tells the client that what the URL was for is done, so that it can stop showing it as pending. To be called while
   * the call still runs. The stateless revision has no such message, and who declined waits for none: nothing is sent
   * then.
   */
  complete(): Promise<void>;
}

/**
 * Asks a person to open a URL.
 *
 * @throws PorticoError `PORTICO_ELICIT_URL` for what is no web address
 */
export async function askUrl(
  exchange: Exchange,
  message: string,
  url: string,
  { key, elicitationId: given }: ElicitUrlOptions,
): Promise<UrlAnswer> {
  // What is said later of an earlier matter needs an id, and somebody who remembers it.
  const hasIds = exchange.hasSessions;
  const elicitationId = given ?? exchange.flow.note('elicitation-id', unguessableId);
  const params = { mode: 'url', message, url, ...(hasIds && { elicitationId }) };
  const { action } = readAnswer(
    await exchange.peer.ask({ method: 'elicitation/create', params }, key),
    message,
  );
  let isOpen = hasIds && action === 'accept';
  return {
    action,
    complete: async () => {
      if (!isOpen) return;
      isOpen = false;
      await exchange.peer.notify({ method: 'notifications/elicitation/complete', params: { elicitationId } });
    },
  };
}

/** @throws PorticoError `PORTICO_ELICIT_URL` */
export function webAddress(url: string | URL): string {
  const address = String(url);
  if (URL.canParse(address) && ['https:', 'http:'].includes(new URL(address).protocol)) return address;
  throw new PorticoError(
    'PORTICO_ELICIT_URL',
    `ctx.elicitUrl: ${JSON.stringify(String(url))} is no address a person can open. Give an absolute https URL, without anything secret in it.`,
  );
}
