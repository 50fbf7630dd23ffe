/**
 * Runs work on each item, so many at a time, and gives the results in the order of the items.
 *
 * @throws what the first failing piece of work throws, after those that run have ended; no other is begun
 */
export async function inOrder<T, R>(
  items: readonly T[],
  atATime: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index]!, index);
    }
  };
  const stop = (error: unknown): never => {
    next = items.length;
    throw error;
  };
  const workers = Array.from({ length: Math.min(atATime, items.length) }, () => worker().catch(stop));
  const failed = (await Promise.allSettled(workers)).find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
  return results;
}
