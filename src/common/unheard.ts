import { createHash } from 'node:crypto';

/**
 * What a client brings about: that a question is refused, given up or never answered, that a call is cancelled. Where the
 * author of a handler awaits several promises one after the other, nobody listens to the later ones yet when it happens.
 */
const errors = new WeakSet<object>();
const signals = new WeakSet<AbortSignal>();

/**
 * An abort may have a text for its reason, by which it must be known again. The last ones are enough: it is soon over. A client
 * may send a text of any length, so of a long one the digest is kept.
 */
const texts: unknown[] = [];
const MOST_TEXTS = 100;
const LONG = 100;

/** From now on nothing happens where this error comes out of a promise that nobody listens to. */
export function mayGoUnheard(error: unknown): void {
  if (typeof error === 'object' && error !== null) return void errors.add(error);
  texts.push(markOf(error));
  if (texts.length > MOST_TEXTS) texts.shift();
}

/** The same for all that ends by this signal. */
export function endsUnheard(signal: AbortSignal): AbortSignal {
  if (signals.has(signal)) return signal;
  signals.add(signal);
  const note = (): void => mayGoUnheard(signal.reason);
  if (signal.aborted) note();
  else signal.addEventListener('abort', note, { once: true });
  return signal;
}

export function goesUnheard(reason: unknown): boolean {
  if (typeof reason !== 'object' || reason === null) return texts.includes(markOf(reason));
  if (errors.has(reason)) return true;
  // What Node itself stops by a signal fails with an error of its own, which has the reason as its cause.
  const { name, cause } = reason as Partial<Error>;
  return name === 'AbortError' && cause !== undefined && goesUnheard(cause);
}

function markOf(text: unknown): unknown {
  return typeof text === 'string' && text.length > LONG
    ? createHash('sha256').update(text).digest('hex')
    : text;
}
