import { Later } from './later.js';
import { isThenable } from './thenable.js';

/**
 * A value that is there at once, or later. Most handlers return at once, and everything between a request and its handler goes
 * on at once with them: each promise costs as much as several stages, and all the more where `AsyncLocalStorage` follows it.
 * Where a handler does return a promise, that one is waited for, and all stages follow it in one go.
 */
export type Eventually<T> = T | PromiseLike<T>;

/** What stands after an `await`: goes on with a value once it is there. Nobody else may wait for the same value. */
export function after<T, R>(value: Eventually<T>, next: (value: T) => Eventually<R>): Eventually<R> {
  return isThenable(value) ? Later.of(value).after(next) : next(value);
}

/** `try` and `catch` around what may end later. */
export function caught<T>(
  work: () => Eventually<T>,
  rescue: (error: unknown) => Eventually<T>,
): Eventually<T> {
  let value: Eventually<T>;
  try {
    value = work();
  } catch (error) {
    return rescue(error);
  }
  return isThenable(value) ? Later.of(value).rescued(rescue) : value;
}

/** `try` and `finally` around what may end later. */
export function finished<T>(work: () => Eventually<T>, last: () => Eventually<void>): Eventually<T> {
  let value: Eventually<T>;
  try {
    value = work();
  } catch (error) {
    return after(last(), () => {
      throw error;
    });
  }
  return isThenable(value) ? Later.of(value).ended(last) : after(last(), () => value);
}

const DONE = Promise.resolve();

/** What an `async` function returns that has nothing to say: where it ends at once, without a promise of its own. */
export function promised(work: () => Eventually<void>): Promise<void> {
  try {
    const done = work();
    return done ? Promise.resolve(done) : DONE;
  } catch (error) {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- whatever was thrown
    return Promise.reject(error);
  }
}
