import {
  PerRequestHTTPServerTransport,
  type JSONRPCMessage,
  type MessageExtraInfo,
  type Transport,
  type TransportSendOptions,
} from '@modelcontextprotocol/server';
import type { Era } from '../context/exchange.js';
import { SESSION_REVISIONS, STATELESS_REVISION } from './revisions.js';

/** An engine that speaks the stateless revision over a {@link loopback} has to know these. */
export const ALL_VERSIONS: readonly string[] = [STATELESS_REVISION, ...SESSION_REVISIONS];

/** What a request of an era is, said along with it. */
export const CLASSIFIED = {
  session: undefined,
  stateless: { era: 'modern', revision: STATELESS_REVISION },
} as const satisfies Readonly<Record<Era, MessageExtraInfo['classification'] | undefined>>;

type Told = (message: JSONRPCMessage, options?: TransportSendOptions) => Promise<void> | undefined;

/** A transport that leads back to where it came from. */
export interface Loopback extends Transport {
  /** Takes what the engine says. */
  told: Told;
}

export function loopback(era: Era): Loopback {
  return era === 'session' ? new SessionLoopback() : new StatelessLoopback();
}

class SessionLoopback implements Loopback {
  onmessage?: NonNullable<Transport['onmessage']>;
  onclose?: () => void;
  onerror?: (error: Error) => void;
  told: Told = () => undefined;

  async start(): Promise<void> {}
  async close(): Promise<void> {}
  async send(message: JSONRPCMessage, options?: TransportSendOptions): Promise<void> {
    return this.told(message, options);
  }
}

/** By this transport the engine speaks the stateless revision. */
class StatelessLoopback extends PerRequestHTTPServerTransport implements Loopback {
  told: Told = () => undefined;

  constructor() {
    super({ classification: CLASSIFIED.stateless });
  }

  override async send(message: JSONRPCMessage, options?: TransportSendOptions): Promise<void> {
    return this.told(message, options);
  }
}
