import { SdkError, SdkErrorCode, type ServerContext } from '@modelcontextprotocol/server';
import { isPorticoError, PorticoError } from '../../common/portico-error.js';
import type { PeerRequest } from '../../context/peer.js';
import { refuseUnlessAsking } from '../asking.js';
import { RequestPeer } from '../request-peer.js';

/** A client that holds a session (up to 2025-11-25): a question is pushed to it, and its answer awaited. */
export class SessionPeer extends RequestPeer {
  readonly closeStream: (() => void) | undefined;
  readonly answersAtOnce = true;
  private readonly keys = new Set<string>();

  /** @param patience how long a question may stay open, in ms: people answer slowly */
  constructor(
    { mcpReq, http }: ServerContext,
    distance: number,
    private readonly patience: number,
  ) {
    super(mcpReq, distance);
    this.closeStream = http?.closeSSE;
  }

  async ask({ method, params }: PeerRequest, key?: string): Promise<unknown> {
    refuseUnlessAsking(this.request.method, method);
    this.useKey(key);
    try {
      return await this.request.send(
        { method, params: { ...params } },
        { timeout: this.patience, signal: this.request.signal },
      );
    } catch (error) {
      throw this.translate(method, error);
    }
  }

  /** The same rule as where a key finds an answer again: so a handler behaves alike in every era. */
  private useKey(key: string | undefined): void {
    if (key === undefined) return;
    if (this.keys.has(key))
      throw new PorticoError(
        'PORTICO_DUPLICATE_KEY',
        `Two questions of one call have the key '${key}'. Give each its own.`,
      );
    this.keys.add(key);
  }

  private translate(method: string, error: unknown): unknown {
    if (this.request.signal.aborted || !(error instanceof Error) || isPorticoError(error)) return error;
    if (error instanceof SdkError && error.code === SdkErrorCode.RequestTimeout)
      return new PorticoError(
        'PORTICO_ABANDONED',
        `Nobody answered ${method} within ${this.patience} ms, so the call was given up.`,
        { cause: error },
      );
    return new PorticoError(
      'PORTICO_CLIENT_REFUSED',
      `The client answered ${method} with an error: ${error.message}`,
      {
        cause: error,
      },
    );
  }
}
