import type { HttpResponse } from './http-message.js';

/** Node takes what is longer for no time at all. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Breaks a stream off when the credentials it was opened with have run out: nothing else would look at them again. */
export function endAtExpiry(response: HttpResponse, expiresAt: number | undefined): void {
  if (expiresAt === undefined) return;
  const left = Math.min(expiresAt - Date.now(), LONGEST_TIMER);
  const timer = setTimeout(() => response.destroy(), left).unref();
  response.once('close', () => clearTimeout(timer));
}
