/** A log message in one line. Portico logs `{ message, data }`; others may log anything. */
export function logText(logged: unknown): string {
  if (typeof logged === 'string') return logged;
  if (typeof logged !== 'object' || logged === null || !('message' in logged)) return JSON.stringify(logged);
  const { message, data } = logged as { message: unknown; data?: unknown };
  return `${String(message)}${data === undefined ? '' : ` ${JSON.stringify(data)}`}`;
}
