/**
 * Whether a step of progress is the official client's own: it tells its caller of each round of questions as if the server
 * had reported progress, and there is no other sign than the text (client 2.4.0).
 */
export function isRoundOfQuestions({
  total,
  message,
}: {
  readonly total?: number | undefined;
  readonly message?: string | undefined;
}): boolean {
  return total === undefined && /^Fulfilling input required by '[^']*' \(round \d+\)$/.test(message ?? '');
}
