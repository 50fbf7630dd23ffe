import type { LogLevel } from '../../context/peer.js';

type Json = Readonly<Record<string, unknown>>;

const progressKeys: ReadonlySet<string> = new Set(['progressToken', 'progress', 'total', 'message']);

/** Any notification, as JSON. */
export function notificationText(method: string, params: Json | undefined): string {
  return JSON.stringify({ jsonrpc: '2.0', method, params });
}

/** A report of progress, as JSON. A handler may send hundreds: where one is ordinary it is put together by hand. */
export function progressText(params: Json): string {
  const { progressToken, progress, total, message } = params;
  for (const key in params) if (!progressKeys.has(key)) return notificationText(PROGRESS, params);
  const isOrdinary =
    isTextOrFinite(progressToken) &&
    Number.isFinite(progress) &&
    (total === undefined || Number.isFinite(total)) &&
    (message === undefined || typeof message === 'string');
  if (!isOrdinary) return notificationText(PROGRESS, params);
  const whole = total === undefined ? '' : `,"total":${total as number}`;
  const text = message === undefined ? '' : `,"message":${JSON.stringify(message)}`;
  return `{"jsonrpc":"2.0","method":"${PROGRESS}","params":{"progressToken":${JSON.stringify(progressToken)},"progress":${progress as number}${whole}${text}}}`;
}

/** A message for the log of the client, as JSON. */
export function logText(level: LogLevel, data: unknown, logger: string | undefined): string {
  if (typeof data !== 'string' || logger !== undefined)
    return notificationText(MESSAGE, { level, data, logger });
  return `{"jsonrpc":"2.0","method":"${MESSAGE}","params":{"level":"${level}","data":${JSON.stringify(data)}}}`;
}

function isTextOrFinite(value: unknown): boolean {
  return typeof value === 'string' || Number.isFinite(value);
}

export const PROGRESS = 'notifications/progress';
export const MESSAGE = 'notifications/message';
