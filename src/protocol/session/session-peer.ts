import { isPorticoError, PorticoError } from '../../common/portico-error.js';
import type { ServerLog } from '../../common/server-log.js';
import type { PeerRequest } from '../../context/peer.js';
import { refuseUnlessAsking } from '../asking.js';
import type { QuestionPlaces } from '../../interaction/question-places.js';
import type { Inbound } from '../inbound.js';
import type { Line } from '../line.js';
import { RequestExchange } from '../request-exchange.js';
import { RequestPeer } from '../request-peer.js';
import { isTimeout } from '../sdk-errors.js';

/** What a question needs until it is answered. */
export interface QuestionParts {
  readonly questions: QuestionPlaces;
  /** How long it may stay open, in ms: people answer slowly. */
  readonly ttl: number;
}

/** A client that holds a session (up to 2025-11-25): a question is pushed to it, and its answer awaited. */
export class SessionPeer extends RequestPeer {
  readonly answersAtOnce = true;
  private keys: Set<string> | undefined;
  private open: Set<AbortController> | undefined;
  private isOver = false;

  constructor(
    private readonly line: Line,
    request: Inbound,
    distance: number | undefined,
    private readonly parts: QuestionParts,
    private readonly serverLog: ServerLog,
  ) {
    super(request, distance);
  }

  get closeStream(): (() => void) | undefined {
    return this.request.closeStream;
  }

  async ask({ method, params }: PeerRequest, key?: string): Promise<unknown> {
    refuseUnlessAsking(this.request.method, method);
    if (this.isOver)
      throw new PorticoError('PORTICO_CALL_ENDED', 'The call has ended; nobody can be asked any more.');
    this.useKey(key);
    try {
      return await this.push({ method, params });
    } catch (error) {
      // Who asked has returned and does not listen: a rejection would end the process.
      if (this.isOver) return new Promise<never>(() => {});
      throw this.translate(method, error);
    }
  }

  private async push(request: PeerRequest): Promise<unknown> {
    const { questions, ttl } = this.parts;
    const leave = questions.take(new RequestExchange(this.line, this.request, this));
    const question = new AbortController();
    const open = (this.open ??= new Set());
    open.add(question);
    try {
      const signal = AbortSignal.any([this.request.signal, question.signal]);
      return await this.request.send(request, { timeout: ttl, signal });
    } finally {
      open.delete(question);
      leave();
    }
  }

  /** A question that outlives its call is taken back, so that nobody is left with a form that leads nowhere. */
  override flush(): Promise<void> | undefined {
    this.isOver = true;
    const { open } = this;
    if (!open) return super.flush();
    if (open.size > 0 && !this.request.isAborted)
      this.serverLog.warn(
        `${this.request.method} ended although it had asked something nobody waited for; the client was told to drop it. Await every question.`,
      );
    for (const question of open) question.abort(new Error('The call that asked has ended.'));
    return super.flush();
  }

  /** The same rule as where a key finds an answer again: so a handler behaves alike in every era. */
  private useKey(key: string | undefined): void {
    if (key === undefined) return;
    const keys = (this.keys ??= new Set());
    if (keys.has(key))
      throw new PorticoError(
        'PORTICO_DUPLICATE_KEY',
        `Two questions of one call have the key '${key}'. Give each its own.`,
      );
    keys.add(key);
  }

  private translate(method: string, error: unknown): unknown {
    if (this.request.signal.aborted || !(error instanceof Error) || isPorticoError(error)) return error;
    if (isTimeout(error))
      return new PorticoError(
        'PORTICO_ABANDONED',
        `Nobody answered ${method} within ${this.parts.ttl} ms, so the call was given up.`,
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
