import { Tally } from '../../common/tally.js';
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
  private readonly taken = new Tally<string | undefined>();

  constructor(private readonly max: number) {}

  /** Takes a place until the response is closed. @returns why there is none */
  take(request: HttpRequest, response: HttpResponse): Refusal | undefined {
    const caller = placeOwner(callerKeyOf(request), request);
    if (this.taken.of(caller) >= this.max) return FULL;
    this.taken.add(caller);
    response.once('close', () => this.taken.remove(caller));
    return undefined;
  }
}
