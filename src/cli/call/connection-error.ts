import { PorticoError } from '../../common/portico-error.js';

/** @returns the error in words of the command line, where the server at a URL let nobody in or is not there */
export function connectionError(error: unknown, url: URL | undefined): unknown {
  if (!url) return error;
  const told = wordsOf(error);
  const reason = /\b401\b|Unauthorized/.test(told)
    ? `It asks who is calling (401). Send credentials: --header 'x-api-key: …' or --header 'authorization: Bearer …'.`
    : /\b403\b|InsufficientScope|insufficient_scope/.test(told)
      ? `The credentials are not enough (403): ${told}`
      : /fetch failed|ECONNREFUSED|ENOTFOUND/.test(told)
        ? 'Nobody listens there. Start the server, or mend the URL.'
        : undefined;
  return reason === undefined
    ? error
    : new PorticoError('PORTICO_CLI_CONNECTION', `${url.href}: ${reason}`, { cause: error });
}

/** What an error and its causes say. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const { code } = error as { code?: unknown };
  const own = `${error.name} ${typeof code === 'string' ? code : ''} ${error.message}`;
  return error.cause === undefined ? own : `${own} ${wordsOf(error.cause)}`;
}
