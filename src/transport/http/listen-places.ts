import { callerKeyOf, placeOwner } from './caller-key.js';
import type { HttpRequest, HttpResponse } from './http-message.js';
import type { Refusal } from './json-answer.js';

const FULL: Refusal = {
  status: 429,
  code: -32_000,
  message: 'You have reached your limit of streams of changes; close one, or try again later',
  headers: { 'retry-after': '5' },
};

/** How many streams of changes each caller has open; by address where they have no name. */
export class ListenPlaces {
  private readonly taken = new Map<string | undefined, number>();

  constructor(private readonly max: number) {}

  /** Takes a place until the response is closed. @returns why there is none */
  take(request: HttpRequest, response: HttpResponse): Refusal | undefined {
    const caller = placeOwner(callerKeyOf(request), request);
    const own = this.taken.get(caller) ?? 0;
    if (own >= this.max) return FULL;
    this.taken.set(caller, own + 1);
    response.once('close', () => this.leave(caller));
    return undefined;
  }

  private leave(caller: string | undefined): void {
    const own = this.taken.get(caller)! - 1;
    if (own > 0) this.taken.set(caller, own);
    else this.taken.delete(caller);
  }
}
