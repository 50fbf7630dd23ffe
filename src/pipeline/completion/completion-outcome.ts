/** The protocol allows no more in one answer. */
const MOST = 100;

/** Suggestions as a client receives them. */
export interface CompletionOutcome {
  readonly completion: {
    readonly values: readonly string[];
    readonly total: number;
    readonly hasMore: boolean;
  };
}

export function toCompletionOutcome(values: readonly string[]): CompletionOutcome {
  return {
    completion: { values: values.slice(0, MOST), total: values.length, hasMore: values.length > MOST },
  };
}
