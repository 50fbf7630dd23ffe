import type { DebounceOptions } from 'agenda';

/** When a debounced job runs, and since when it is put off. */
export interface Debounced {
  readonly nextRunAt: Date | null;
  readonly debounceStartedAt: Date | undefined;
}

/** For a job that is not there yet: `leading` runs at once, `trailing` when it has been quiet for a while. */
export function firstDebounce(
  { delay, strategy }: DebounceOptions,
  asked: Date | null,
  now: Date,
): Debounced {
  const nextRunAt = strategy === 'leading' ? asked : new Date(now.getTime() + delay);
  return { nextRunAt, debounceStartedAt: now };
}

/** For a job that is there: `trailing` puts it off again, but not for longer than `maxWait` in all. */
export function nextDebounce(
  { delay, maxWait, strategy }: DebounceOptions,
  there: { readonly nextRunAt: Date | null; readonly debounceStartedAt?: Date | undefined },
  now: Date,
): Debounced {
  const started = there.debounceStartedAt ?? now;
  if (strategy === 'leading') return { nextRunAt: there.nextRunAt, debounceStartedAt: started };
  if (maxWait && now.getTime() - started.getTime() >= maxWait)
    return { nextRunAt: now, debounceStartedAt: undefined };
  return { nextRunAt: new Date(now.getTime() + delay), debounceStartedAt: started };
}
