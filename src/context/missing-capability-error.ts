import { PorticoError } from '../common/portico-error.js';
import type { ClientCapabilities } from './client-info.js';
import type { Exchange } from './exchange.js';

/** The client did not declare what would be needed to ask it. Nothing was sent. */
export class MissingCapabilityError extends PorticoError {
  override readonly name = 'MissingCapabilityError';

  /** @param required what the client would have to declare, in the protocol's own shape */
  constructor(
    message: string,
    readonly required: ClientCapabilities,
  ) {
    super('PORTICO_CLIENT_CAPABILITY', message);
  }
}

/** What a question may need of a client, and how the protocol writes it. */
const needs = {
  'elicitation.form': { elicitation: { form: {} } },
  'elicitation.url': { elicitation: { url: {} } },
  sampling: { sampling: {} },
  'sampling.tools': { sampling: { tools: {} } },
  'sampling.context': { sampling: { context: {} } },
  roots: { roots: {} },
} as const satisfies Record<string, ClientCapabilities>;

export type ClientNeed = keyof typeof needs;

/**
 * Whether the client of this exchange declared a capability, or its model does what needs it. `elicitation: {}` means
 * forms, as it did before modes.
 */
export function clientCan({ client: { capabilities }, peer }: Exchange, need: ClientNeed): boolean {
  const { elicitation, sampling, roots } = capabilities;
  switch (need) {
    case 'elicitation.form':
      if (peer.asksThroughModel) return true;
      return elicitation !== undefined && (elicitation.form !== undefined || elicitation.url === undefined);
    case 'elicitation.url':
      return elicitation?.url !== undefined;
    case 'sampling':
      return sampling !== undefined;
    case 'sampling.tools':
      return sampling?.tools !== undefined;
    case 'sampling.context':
      return sampling?.context !== undefined;
    case 'roots':
      return roots !== undefined;
  }
}

/**
 * @param what the call of the tool's author, for the message: `ctx.elicit`
 * @throws MissingCapabilityError
 */
export function requireClient(exchange: Exchange, need: ClientNeed, what: string): void {
  if (clientCan(exchange, need)) return;
  const orModel =
    need === 'elicitation.form' ? `, or let the client's model ask: interaction: { fallback: 'model' }` : '';
  throw new MissingCapabilityError(
    `${what} needs a client that declares the capability ${need}, and ${exchange.client.name ?? 'this client'} does not. Take what you need as an argument of the tool, or handle this error${orModel}.`,
    needs[need],
  );
}
