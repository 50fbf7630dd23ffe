import type { Task } from '../../jobs/task-record.js';

/** What a person may read about where a task stands, if there is something to say. */
export function statusMessage({ status, progress, error, result }: Task): string | undefined {
  if (status === 'failed') return error?.message;
  if (status === 'completed') return errorText(result);
  if (status === 'cancelled' || !progress) return undefined;
  const { done, total, message } = progress;
  const count = total === undefined ? String(done) : `${done}/${total}`;
  return message === undefined ? count : `${message} (${count})`;
}

/** Whether a tool came to a result that tells of an error. */
export function isToolError(result: unknown): boolean {
  return (result as { readonly isError?: unknown } | undefined)?.isError === true;
}

/** Some clients show nothing else of a call that failed. */
function errorText(result: unknown): string | undefined {
  if (!isToolError(result)) return undefined;
  const { content } = result as { readonly content?: readonly { readonly text?: unknown }[] };
  const text = content?.find((block) => typeof block.text === 'string')?.text;
  return text as string | undefined;
}
