import type { HttpRequest, HttpResponse } from './http-message.js';
import { answerJson } from './json-answer.js';

/** What operators and their machines ask of a server, beside the protocol. */
export interface Operations {
  /** Whether new work should come here, and which parts of the server stand in the way. */
  readonly readiness: () => Promise<{
    readonly isReady: boolean;
    readonly parts: Readonly<Record<string, string>>;
  }>;
  /** Absent where nothing is counted. */
  readonly metrics?: (() => Promise<{ readonly type: string; readonly text: string }>) | undefined;
}

const NEVER_KEEP = { 'cache-control': 'no-store' };

/**
 * `/healthz`: the process works; `/readyz`: so does what it stands on; `/metrics`, where they are wanted. The first two
 * say nothing but that, and so answer to everyone, whatever the name the server was called by.
 *
 * @returns whether the request was one of these
 */
export async function serveOperatorPage(
  { readiness, metrics }: Operations,
  target: string,
  request: HttpRequest,
  response: HttpResponse,
  mayRead: () => boolean,
): Promise<boolean> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  if (target === '/healthz') {
    answerJson(response, 200, '{"status":"ok"}', NEVER_KEEP);
    return true;
  }
  if (target === '/readyz') {
    const { isReady, parts } = await readiness();
    const body = JSON.stringify({ status: isReady ? 'ok' : 'unavailable', parts });
    answerJson(response, isReady ? 200 : 503, body, NEVER_KEEP);
    return true;
  }
  if (target !== '/metrics' || !metrics || !mayRead()) return false;
  const { type, text } = await metrics();
  answerJson(response, 200, text, { ...NEVER_KEEP, 'content-type': type });
  return true;
}
