/**
 * A value that is there at once, or later. Most handlers return at once, and everything between a request and its handler goes
 * on at once with them: each promise costs as much as several stages, and all the more where `AsyncLocalStorage` follows it.
 */
export type Eventually<T> = T | Promise<T>;

/** Whether a value is to be awaited: a promise of this or another library. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

/** What stands after an `await`: goes on with a value once it is there. */
export function after<T, R>(value: T | PromiseLike<T>, next: (value: T) => Eventually<R>): Eventually<R> {
  return isThenable(value) ? Promise.resolve(value).then(next) : next(value);
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
  return isThenable(value) ? Promise.resolve(value).then(undefined, rescue) : value;
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
  return isThenable(value) ? Promise.resolve(value).finally(last) : after(last(), () => value);
}

const DONE = Promise.resolve();

/** What an `async` function returns that has nothing to say: where it ends at once, without a promise of its own. */
export function promised(work: () => Eventually<void>): Promise<void> {
  try {
    return work() ?? DONE;
  } catch (error) {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- whatever was thrown
    return Promise.reject(error);
  }
}
