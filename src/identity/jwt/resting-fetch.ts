type Fetch = (url: string, options: RequestInit) => Promise<Response>;

/** In ms: how long a server that failed is left alone. */
const REST = 1_000;

/** A fetch that leaves a server alone for a moment after it failed: whoever sends tokens must not make it a storm. */
export function restingFetch(): Fetch {
  let rests: { readonly until: number; readonly error: Error } | undefined;
  return async (url, options) => {
    if (rests && performance.now() < rests.until) throw rests.error;
    const fail = (cause: unknown): Error => {
      const error = new Error(`${url} could not be fetched`, { cause });
      rests = { until: performance.now() + REST, error };
      return error;
    };
    const response = await fetch(url, options).catch((cause: unknown) => {
      throw fail(cause);
    });
    if (response.status !== 200) fail(`status ${response.status}`);
    return response;
  };
}
